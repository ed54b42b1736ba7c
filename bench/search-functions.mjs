// What samplers find on functions whose least value is known, one trial after the other: the median of many
// seeds beside random search, and beside what another program found on the same functions and budgets.

import { readFileSync } from 'node:fs';
import { cmaEsSampler } from '../dist/samplers/cma-es/cma-es.js';
import { gpSampler } from '../dist/samplers/gp/gp.js';
import { randomSampler } from '../dist/samplers/random.js';
import { tpeSampler } from '../dist/samplers/tpe/tpe.js';
import { median, title } from './measure.mjs';
import { probabilityOfChance } from './search/mann-whitney.mjs';
import { probe, standardFunctions } from './search/standard-functions.mjs';

const SEEDS = Array.from({ length: 30 }, (_, i) => i + 1);
const BUDGETS = [50, 200];

const samplers = [
  ['random', (space, seed) => randomSampler({ space, seed })],
  ['tpe', (space, seed) => tpeSampler({ space, seed, goal: 'minimize' })],
  ['cma_es', (space, seed) => cmaEsSampler({ space, seed, goal: 'minimize' })],
];
/** Takes many minutes, where the others take one: it runs where it is asked for by name. */
const slowSamplers = [
  samplers[0],
  ['gp', (space, seed) => gpSampler({ space, seed, goal: 'minimize' })],
];

/** The least value after each budget. */
function search({ space, value }, makeSampler, seed) {
  const sampler = makeSampler(space, seed);
  const found = [];
  let best = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < BUDGETS.at(-1); trial++) {
    const result = value(sampler.suggest(trial));
    sampler.observe?.({ trial, state: 'completed', epochs: 1, values: [result] });
    best = Math.min(best, result);
    if (BUDGETS.includes(trial + 1)) found.push(best);
  }
  return found;
}

const rounded = (value) => value.toPrecision(4).padStart(11);

/** @param {number[][]} bests of every budget, by seed */
function line(name, bests, random, { least }, peer) {
  const cells = BUDGETS.map((budget, i) => {
    const regret = median(bests[i]) - least;
    const chance = random === null ? '' : probabilityOfChance(bests[i], random[i]).toExponential(0);
    const theirs = peer?.best[budget];
    const ratio = theirs === undefined ? '' : (regret / (median(theirs) - least)).toFixed(2);
    return `${rounded(regret)} ${chance.padStart(7)} ${ratio.padStart(7)}`;
  });
  console.log(`${name.padEnd(26)}${cells.join('   ')}`);
}

function readPeers(file) {
  const peers = JSON.parse(readFileSync(file, 'utf8'));
  for (const standard of standardFunctions) {
    const [ours, theirs] = [probe(standard), peers.probes[standard.name]];
    if (!(Math.abs(ours - theirs) <= 1e-9 * Math.abs(ours))) {
      throw new Error(`expected ${standard.name} to be ${ours} at its probe, found ${theirs}`);
    }
  }
  return peers;
}

/**
 * @param {string | undefined} peersFile what bench/peers/optuna-search.py printed
 * @param {boolean} [slow] the samplers that take long, in place of the others
 */
export function benchSearchFunctions(peersFile, slow = false) {
  const peers = peersFile === undefined ? null : readPeers(peersFile);
  title(`search: median distance from the least value, ${SEEDS.length} seeds`);
  console.log('p: how likely the same search as random would do as well; ratio: to that of Optuna');
  const head = BUDGETS.map((budget) => `${`${budget} trials`.padStart(11)}       p   ratio`);
  for (const standard of standardFunctions) {
    console.log(`\n${standard.name.padEnd(26)}${head.join('   ')}`);
    const others = peers?.results.filter((result) => result.function === standard.name) ?? [];
    let random = null;
    for (const [name, makeSampler] of slow ? slowSamplers : samplers) {
      const runs = SEEDS.map((seed) => search(standard, makeSampler, seed));
      const bests = BUDGETS.map((_, i) => runs.map((run) => run[i]));
      const peer = others.find(({ sampler }) => sampler === name);
      line(name, bests, random, standard, peer);
      if (name === 'random') random = bests;
    }
    for (const { sampler, best } of others) {
      const bests = BUDGETS.map((budget) => best[budget]);
      if (!bests.includes(undefined)) line(`Optuna ${sampler}`, bests, random, standard);
    }
  }
}
