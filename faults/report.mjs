// What a check says: its title, figures as it goes, and findings that are right or wrong. A check has
// passed if all its findings are right and at least one of them is a control, which shows that the check
// can fail.

/** Of what is right, only so much is worth a reader's time. */
const LONGEST = 60;

export class Report {
  #failures = [];
  #controls = 0;
  #findings = 0;

  title(text) {
    console.log(`\n${text}\n${'-'.repeat(text.length)}`);
  }

  figure(text) {
    console.log(`  ${text}`);
  }

  /** @returns whether it holds */
  expect(holds, text, found = '') {
    this.#findings++;
    const shown = holds && found.length > LONGEST ? '' : found;
    console.log(`  ${holds ? 'ok   ' : 'WRONG'} ${text}${shown === '' ? '' : `: ${shown}`}`);
    if (!holds) this.#failures.push(text);
    return holds;
  }

  /** What goes wrong on purpose must be noticed. */
  control(noticed, text, found = '') {
    this.#controls++;
    this.expect(noticed, `control: ${text}`, found);
  }

  broke(error) {
    this.expect(false, 'the check came to its end', error?.stack ?? String(error));
  }

  conclude() {
    if (this.#controls === 0) this.expect(false, 'the check has a control');
    return { passed: this.#failures.length === 0, findings: this.#findings };
  }
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32): faults are found again. */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
