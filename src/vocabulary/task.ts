// What is learned from data: which class a row has, or a number.

export type TaskKind = 'classification' | 'regression';
