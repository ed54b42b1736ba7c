// Stands for the command in the background: says what it is told to, and ends or stays as it is told to.

const [what, code] = process.argv.slice(2);

console.log('on the output');
console.error('on the error output');
if (what === 'recorded') {
  const message = { nightsweep: 'recorded', sweep: 'abc', name: 'nine' };
  process.send(message, () => process.disconnect());
} else if (what === 'noise') {
  process.send({ nightsweep: 'something else' }, () => process.exit(Number(code)));
} else {
  process.exit(Number(code));
}
