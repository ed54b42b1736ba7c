// From a rule's words in a definition to the rule.

import type { StoppingSpec, SweepDefinition } from '../definition/sweep-definition.js';
import { banditStopper } from '../stoppers/bandit.js';
import { bandsStopper } from '../stoppers/bands.js';
import { divergedStopper } from '../stoppers/diverged.js';
import { patienceStopper } from '../stoppers/patience.js';
import { medianStopper, percentileStopper } from '../stoppers/percentile.js';
import type { StoppingRule } from '../stoppers/stopper.js';
import { thresholdStopper } from '../stoppers/threshold.js';

/** @throws Slip where a rule refuses what it is given */
export function stoppingRuleOf(
  spec: StoppingSpec,
  { objective, epochs }: Pick<SweepDefinition, 'objective' | 'epochs'>,
): StoppingRule {
  if (spec.type === 'diverged') {
    return divergedStopper({ objective: objective.name, bound: spec.bound });
  }
  const metric = spec.metric ?? objective;
  switch (spec.type) {
    case 'patience':
      return patienceStopper({ ...spec, metric });
    case 'threshold':
      return thresholdStopper({ ...spec, metric });
    case 'median':
      return medianStopper({ ...spec, metric });
    case 'percentile':
      return percentileStopper({ ...spec, metric });
    case 'bandit':
      return banditStopper({ ...spec, metric });
    case 'hyperband':
      return bandsStopper({ metric, spec: spec.bands, epochs });
  }
}
