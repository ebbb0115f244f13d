// Values of scripts, one a line of standard input, each as JSON on a line of standard output: for tests in Python that
// compare the browser's functions with those of the server. Beside JSON, there are NaN, Infinity and -Infinity.

const AsyncFunction = (async () => {}).constructor
const decoder = new TextDecoder()

function written(value) {
  if (typeof value === "number") return Object.is(value, -0) ? "-0.0" : String(value)
  if (value === undefined || value === null) return "null"
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, written)}]`
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}:${written(each)}`)}}`
  }
  return JSON.stringify(value)
}

let rest = ""
for await (const chunk of Deno.stdin.readable) {
  const lines = (rest + decoder.decode(chunk, {stream: true})).split("\n")
  rest = lines.pop()
  for (const line of lines) {
    let said
    try {
      said = `{"value":${written(await new AsyncFunction(JSON.parse(line))())}}`
    } catch (error) {
      said = JSON.stringify({error: String(error)})
    }
    await Deno.stdout.write(new TextEncoder().encode(said + "\n"))
  }
}

// Workers that scripts have made would go on for ever.
Deno.exit(0)
