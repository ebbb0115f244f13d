// Node's assert, which comes with Deno. An import of it would bring the types of Node along, for the page's scripts too.

export const assert = globalThis.process.getBuiltinModule("node:assert").strict
