// Choices as they were typed become definitions and plans: each schedule together with all of the rules.

import { losses } from '../../core/losses/loss-registry.js';
import { definitionUnder } from '../../definition/another-choice.js';
import type { SweepDefinition } from '../../definition/sweep-definition.js';
import { networkSettings } from '../../trainables/network/settings.js';
import { type Complaint, Slip } from '../../vocabulary/errors.js';
import type { TaskKind } from '../../vocabulary/measure.js';
import { suggestion } from '../../vocabulary/nearest-name.js';
import { allotsRows } from '../rows-of-data.js';
import { planSweep, type SweepPlan } from '../sweep-plan.js';
import type { Candidate } from './stored-trials.js';

/** As typed; one of them at least. */
export interface ChoiceTexts {
  /** Each is a choice of its own; none: the sweep's schedule. */
  readonly schedules: readonly string[];
  /** All of them together; none: the sweep's rules. */
  readonly stopping: readonly string[];
}

export interface Choice {
  readonly definition: SweepDefinition;
  readonly plan: SweepPlan;
}

/**
 * @param metrics that the sweep has measured
 * @throws Slip with every slip of what was typed
 */
export function choicesOf(
  { schedules, stopping }: ChoiceTexts,
  own: SweepDefinition,
  candidates: readonly Candidate[],
  metrics: readonly string[],
): { readonly choices: readonly Choice[]; readonly warnings: readonly Complaint[] } {
  const task = taskOf(candidates);
  const warnings: Complaint[] = [];
  const choices = (schedules.length === 0 ? [null] : schedules).map((schedule) => {
    const checked = definitionUnder(
      own,
      {
        schedule,
        stopping: stopping.length === 0 ? null : stopping,
        trials: candidates.length,
      },
      networkSettings,
    );
    refuseRows(checked.definition);
    refuseUnmeasured(checked.definition, metrics);
    warnings.push(...checked.warnings);
    return { definition: checked.definition, plan: planSweep(checked.definition, task) };
  });
  return { choices, warnings };
}

/** What is trained on fewer rows is another training, of which the sweep has no curve. */
function refuseRows({ schedule }: SweepDefinition): void {
  if (!allotsRows(schedule)) return;
  const message =
    'expected a schedule that allots epochs, found resource: rows: stored curves are of all rows, so leave it out';
  throw new Slip([{ place: '--schedule', message }]);
}

/** A rule over a metric that is in no curve would never stop anything. */
function refuseUnmeasured({ stopping }: SweepDefinition, metrics: readonly string[]): void {
  for (const rule of stopping) {
    const name = rule.type === 'diverged' ? undefined : rule.metric?.name;
    if (name === undefined || metrics.includes(name)) continue;
    // Those of the test part choose nothing.
    const usable = metrics.filter((metric) => !metric.startsWith('test_'));
    const message = `expected a metric that the sweep has measured, found \`${name}\`: ${suggestion(name, usable)}`;
    throw new Slip([{ place: '--stopping', message }]);
  }
}

/** By the loss, which is of one task: so that the data need not be there. */
function taskOf([first]: readonly Candidate[]): TaskKind {
  const loss = first?.configuration.loss;
  return losses.find(({ name }) => name === loss)?.task ?? 'classification';
}
