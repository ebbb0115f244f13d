// Small changes to modules of the page's model, Stryker's, each tested in a worker of one Deno: to start one for each would
// take longer than the tests do.
//
// ``deno run -A javascript.js group most then module …`` in a copy of the project: ``most`` changes of each module, or all
// where it is 0; ``then`` is a command that is to notice what Deno's tests do not, if it is not empty.

// deno-lint-ignore-file no-external-import no-import-prefix no-console -- a tool of its own, outside the page: what it says is read in a terminal
import {Instrumenter} from "npm:@stryker-mutator/instrumenter@9.6.1"

// Milliseconds after which a test hangs; such a change was noticed.
const PATIENCE = 20_000

const [group, most, then, ...modules] = Deno.args
const silent = () => {}
const logger = {isDebugEnabled: () => false, debug: silent, info: silent, warn: console.warn, error: console.error}
const options = {plugins: null, excludedMutations: [], ignorers: [], mutator: {}}

const url = (path) => `file://${Deno.cwd()}/${path}`
const tests = [...Deno.readDirSync("tests/js")].map(({name}) => name).filter((name) => name.endsWith(".test.js")).sort()
const texts = Object.fromEntries(tests.map((name) => [name, Deno.readTextFileSync(`tests/js/${name}`)]))

// All tests, those that name the module first.
function testsOf(module) {
  const name = module.split("/").at(-1)
  const near = tests.filter((test) => texts[test].includes(`/${name}"`))
  return [...new Set([...near, ...tests])].map((test) => url(`tests/js/${test}`))
}

// What comes of a change: "noticed", "hung" or "survived".
function outcome(id, urls) {
  return new Promise((resolve) => {
    const worker = new Worker(new URL("./worker.js", import.meta.url).href, {type: "module"})
    const end = (said) => {
      clearTimeout(timer)
      worker.terminate()
      resolve(said)
    }
    let timer = setTimeout(() => end("hung"), PATIENCE)
    worker.onmessage = ({data}) => {
      if (data !== "passed") return end(data)
      clearTimeout(timer)
      timer = setTimeout(() => end("hung"), PATIENCE)
    }
    worker.onerror = (event) => {
      event.preventDefault()
      end("noticed")
    }
    worker.postMessage({id, urls})
  })
}

async function survives(id) {
  if (!then) return true
  const env = {__STRYKER_ACTIVE_MUTANT__: id}
  return (await new Deno.Command("sh", {args: ["-c", then], env, stdout: "null", stderr: "null"}).output()).success
}

function described({location: {start, end}, fileName, mutatorName, replacement}, lines) {
  const cut = lines.slice(start.line, end.line + 1)
  cut[cut.length - 1] = cut.at(-1).slice(0, end.column)
  cut[0] = cut[0].slice(start.column)
  const changed = [...cut.map((line) => `- ${line}`), ...replacement.split("\n").map((line) => `+ ${line}`)]
  return [
    `${group}: survived ${mutatorName} at ${fileName}:${start.line + 1}`,
    `  ${lines[start.line]}`,
    ...changed,
    "",
  ].join("\n")
}

const counts = {noticed: 0, hung: 0, survived: 0}
for (const module of modules) {
  const content = Deno.readTextFileSync(module)
  const of = await new Instrumenter(logger).instrument([{name: module, mutate: true, content}], options)
  const meant = of.mutants.filter((mutant) => !mutant.statusReason)
  // Evenly over the module, the same each time.
  const share = most > 0 ? Math.min(1, most / meant.length) : 1
  const drawn = meant.filter((_, i) => Math.floor((i + 1) * share) > Math.floor(i * share))
  Deno.writeTextFileSync(module, of.files[0].content)
  const urls = testsOf(module)
  if (await outcome("", urls) !== "survived")
    throw new Error(`the tests of ${module} fail before anything is changed`)
  const here = {noticed: 0, hung: 0, survived: 0}
  for (const mutant of drawn) {
    let said = await outcome(mutant.id, urls)
    if (said === "survived" && !(await survives(mutant.id))) said = "noticed"
    here[said] += 1
    if (said === "survived") console.log(described(mutant, content.split("\n")))
  }
  Deno.writeTextFileSync(module, content)
  for (const [said, count] of Object.entries(here)) counts[said] += count
  console.log(`${module}: ${here.noticed + here.hung} of ${drawn.length} noticed`)
}
const [found, all] = [counts.noticed + counts.hung, counts.noticed + counts.hung + counts.survived]
const share = (100 * found / Math.max(1, all)).toFixed(1)
console.log(
  `\n${group}: ${found} of ${all} changes noticed, ${share}%; of these ${counts.hung} because their tests hung`,
)
// A worker whose tests hang runs on, and would keep Deno from its end.
Deno.exit()
