// A condition over the rows of a leaderboard, as a tree.

export type Operand =
  | { readonly kind: 'column'; readonly name: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number };

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

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
