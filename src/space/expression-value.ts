// What an expression comes to over the values of settings. A setting that is not there (a parameter whose
// condition does not hold, momentum under adam) is null, and so is all that is calculated with it; a
// comparison with it is neither true nor false (Kleene's logic), and only `is null` can tell.

import type { ParameterValue } from '../vocabulary/configuration.js';
import type {
  ArithmeticOperator,
  Comparison,
  Condition,
  FunctionName,
  Operand,
} from '../vocabulary/expression/expression.js';

/** The value of a setting; null: it is not there. */
export type Lookup = (name: string) => ParameterValue | null;

/** Numbers may be NaN or infinite, where something was divided by 0, or calculated with what is no number. */
export function operandValue(operand: Operand, lookup: Lookup): ParameterValue | null {
  switch (operand.kind) {
    case 'name':
      return lookup(operand.name);
    case 'number':
    case 'text':
    case 'boolean':
      return operand.value;
    case 'negative': {
      const value = operandValue(operand.operand, lookup);
      return value === null ? null : -numberOf(value);
    }
    case 'arithmetic': {
      const [left, right] = [
        operandValue(operand.left, lookup),
        operandValue(operand.right, lookup),
      ];
      if (left === null || right === null) return null;
      return calculated(operand.operator, numberOf(left), numberOf(right));
    }
    case 'call': {
      const values = operand.operands.map((inner) => operandValue(inner, lookup));
      const known = values.filter((value) => value !== null);
      return known.length < values.length ? null : called(operand.name, known);
    }
  }
}

/** Whether a condition holds; null: nobody can say, because something in it is not there. */
export function truthOf(condition: Condition, lookup: Lookup): boolean | null {
  switch (condition.kind) {
    case 'and':
      return every(condition.terms, (term) => truthOf(term, lookup));
    case 'or':
      return negated(every(condition.terms, (term) => negated(truthOf(term, lookup))));
    case 'not':
      return negated(truthOf(condition.term, lookup));
    case 'compare': {
      const { comparison, left, right } = condition;
      return compared(comparison, operandValue(left, lookup), operandValue(right, lookup));
    }
    case 'in': {
      const left = operandValue(condition.left, lookup);
      const differs = (value: Operand) => compared('!=', left, operandValue(value, lookup));
      return negated(every(condition.values, differs));
    }
    case 'null':
      return operandValue(condition.operand, lookup) === null;
  }
}

/** False as soon as one is, else unknown where one is. */
function every<Item>(
  items: readonly Item[],
  truth: (item: Item) => boolean | null,
): boolean | null {
  let all: boolean | null = true;
  for (const item of items) {
    const one = truth(item);
    if (one === false) return false;
    if (one === null) all = null;
  }
  return all;
}

function negated(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth;
}

function numberOf(value: ParameterValue): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function calculated(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
}

function called(name: FunctionName, values: readonly ParameterValue[]): number {
  const [first] = values;
  if (name === 'length') return Array.isArray(first) ? first.length : Number.NaN;
  const numbers = values.flatMap((value) => (Array.isArray(value) ? value : [value])).map(numberOf);
  const [x = Number.NaN] = numbers;
  switch (name) {
    case 'abs':
      return Math.abs(x);
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
    case 'round':
      return Math.round(x);
    case 'min':
      return Math.min(...numbers);
    case 'max':
      return Math.max(...numbers);
    case 'sum':
      return numbers.reduce((sum, number) => sum + number, 0);
  }
}

/** What differs in kind is not equal, and neither less nor greater. */
function compared(
  comparison: Comparison,
  left: ParameterValue | null,
  right: ParameterValue | null,
): boolean | null {
  if (left === null || right === null) return null;
  if (comparison === '=') return left === right;
  if (comparison === '!=') return left !== right;
  const ordered =
    (typeof left === 'number' && typeof right === 'number') ||
    (typeof left === 'string' && typeof right === 'string');
  if (!ordered) return false;
  switch (comparison) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
