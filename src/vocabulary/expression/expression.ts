// A small language of conditions and formulas, as a tree: what `--where` asks of trials, and what a sweep
// definition asks of configurations. Every part knows where it stands in its text.

/** Something with a value. */
export type Operand =
  /** A column of a leaderboard, or a setting. */
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Operand;
      readonly right: Operand;
      readonly at: number;
    }
  | { readonly kind: 'negative'; readonly operand: Operand; readonly at: number }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      readonly operands: readonly Operand[];
      readonly at: number;
    };

export type ArithmeticOperator = '+' | '-' | '*' | '/';

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** Functions, and how many operands each takes. */
export const functionArity = {
  abs: [1, 1],
  floor: [1, 1],
  ceil: [1, 1],
  round: [1, 1],
  min: [1, 20],
  max: [1, 20],
  sum: [1, 20],
  length: [1, 1],
} as const;

export type FunctionName = keyof typeof functionArity;

/** Something that holds or does not. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | {
      readonly kind: 'compare';
      readonly comparison: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'in'; readonly left: Operand; readonly values: readonly Operand[] }
  | { readonly kind: 'null'; readonly operand: Operand };

/** Operands that stand side by side in a condition. */
export function operandsOf(condition: Condition): readonly Operand[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.terms.flatMap(operandsOf);
    case 'not':
      return operandsOf(condition.term);
    case 'compare':
      return [condition.left, condition.right];
    case 'in':
      return [condition.left, ...condition.values];
    case 'null':
      return [condition.operand];
  }
}

/** The names in an operand, in the order of the text; one that stands there twice comes twice. */
export function namesIn(operand: Operand): readonly string[] {
  switch (operand.kind) {
    case 'name':
      return [operand.name];
    case 'number':
    case 'text':
    case 'boolean':
      return [];
    case 'arithmetic':
      return [...namesIn(operand.left), ...namesIn(operand.right)];
    case 'negative':
      return namesIn(operand.operand);
    case 'call':
      return operand.operands.flatMap(namesIn);
  }
}
