export default function train() {}
