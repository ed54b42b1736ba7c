// While a definition is loaded, `nightsweep` is this very package, wherever the file lies: it need not be
// installed beside it, and another version that is there would check by other rules.

import * as module from 'node:module';

const NAME = 'nightsweep';

/** The package's entry, as compiled. */
const library = new URL('../library.js', import.meta.url).href;

interface Resolved {
  readonly url: string;
  readonly shortCircuit?: boolean;
}

type Resolve = (specifier: string, context: unknown, next: typeof resolveAsNode) => Resolved;
declare function resolveAsNode(specifier: string, context: unknown): Resolved;

/** Since Node 22.15, and for `require` as well. */
type RegisterHooks = (hooks: { resolve: Resolve }) => { deregister(): void };

const resolveOwn: Resolve = (specifier, context, next) =>
  specifier === NAME ? { url: library, shortCircuit: true } : next(specifier, context);

let isRegistered = false;

/** Before Node 22.15 hooks are modules of a thread of their own, and stay. */
function registerForGood(): void {
  if (isRegistered) return;
  isRegistered = true;
  const source = `export const resolve = (specifier, context, next) =>
    specifier === ${JSON.stringify(NAME)}
      ? { url: ${JSON.stringify(library)}, shortCircuit: true }
      : next(specifier, context);`;
  module.register(`data:text/javascript,${encodeURIComponent(source)}`);
}

export async function resolvingOwnName<Value>(load: () => Promise<Value>): Promise<Value> {
  const { registerHooks } = module as { registerHooks?: RegisterHooks };
  if (registerHooks === undefined) {
    registerForGood();
    return load();
  }
  const hooks = registerHooks({ resolve: resolveOwn });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
