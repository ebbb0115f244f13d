// Links and the code of a frame: whose they are and what they state.

import {assert} from "./assert.js"
import {frameCode, framed, homeAt, linkTo, queryText, setForClass, shared} from "../../app/static/model/links.js"

const QUERY = {
  v: "1",
  surface: "beale",
  racers: "sgd,adam",
  theme: "dark",
  step: "3",
  embed: "1",
  show: "sgd.lr",
  engine: "server",
}
const OWN = {step: "120", speed: "2", card: "adam", theme: "dark"}

Deno.test("a link leaves out what is the reader's own, unless it is asked for", () => {
  assert.equal(linkTo("http://a/app", shared(QUERY, OWN, [])), "http://a/app?v=1&surface=beale&racers=sgd,adam")
  const asked = linkTo("http://a/app", shared(QUERY, OWN, ["step", "theme"]))
  assert.equal(asked, "http://a/app?v=1&surface=beale&racers=sgd,adam&step=120&theme=dark")
  // Neither is in a link where it is as always.
  assert.equal(
    linkTo("/app", shared(QUERY, {step: "", speed: ""}, ["step", "speed"])),
    "/app?v=1&surface=beale&racers=sgd,adam",
  )
})

Deno.test("all that is the reader's own, or was set for a class, is left out, and is in it when it is asked for", () => {
  const own = {step: "1", speed: "2", card: "sgd", theme: "dark"}
  const forClass = {present: "1", cover: "x", reveal: "5", lock: "1", without: "maps"}
  assert.deepEqual(shared({steps: "9", ...own, ...forClass, embed: "1", show: "lr"}, own, []), {v: "1", steps: "9"})
  const all = shared({steps: "9"}, own, ["theme", "card", "speed", "step", "steps"], forClass)
  assert.deepEqual(all, {v: "1", steps: "9", ...own, ...forClass})
  assert.deepEqual(setForClass(all), forClass)
  // What is asked for and not set is as always.
  assert.deepEqual(shared({}, {}, ["card"]), {v: "1", card: ""})
})

Deno.test("an address leaves out what is not set, and begins with its version, which is the newest", () => {
  assert.equal(queryText({a: undefined, b: "", c: 0, d: "1,2 3"}), "c=0&d=1,2+3")
  assert.equal(linkTo("/app", {a: undefined}), "/app")
  assert.equal(linkTo("/app", shared({x: "2", v: "0"}, {}, [])), "/app?v=1&x=2")
})

Deno.test("a frame states its theme and what it shows", () => {
  const query = framed(QUERY, {theme: "light", show: ["sgd.lr", "adam.beta1"]})
  assert.equal(
    linkTo("/app", query),
    "/app?v=1&surface=beale&racers=sgd,adam&theme=light&embed=1&show=sgd.lr,adam.beta1",
  )
  assert.equal(framed({step: "7"}, {theme: "", show: []}).step, "")
  assert.deepEqual(framed({}, {theme: "dark", show: [], step: "40"}, {lock: "1"}), {
    ...{v: "1", step: "40", lock: "1", theme: "dark", embed: "1", show: ""},
  })
  const code = frameCode(linkTo("/app", query), {title: 'Beale: "SGD" & <Adam>', width: 0, height: 480})
  assert.ok(code.includes('width="100%" height="480"') && code.includes("surface=beale&amp;racers=sgd,adam"))
  assert.ok(code.includes('title="Beale: &quot;SGD&quot; &amp; &lt;Adam>"'))
  const rest = 'style="border: 0" loading="lazy" allow="fullscreen; clipboard-write"'
  assert.equal(
    frameCode("/app", {title: "", width: 30, height: 20}).replace(/\s+/g, " "),
    `<iframe src="/app" title="" width="30" height="20" ${rest}></iframe>`,
  )
})

Deno.test("a page makes addresses of its own, a file behind a hash, and what has no address none", () => {
  const at = (href, alone) => homeAt(href, alone)({surface: "beale"})
  assert.equal(at("https://a/app?v=1&x=2#kept", false), "https://a/app?surface=beale")
  assert.equal(at("http://a/app#kept?x", false), "http://a/app?surface=beale")
  assert.equal(homeAt("http://a/app?x", false)({}), "http://a/app")
  // What stands before a hash is a file's name.
  assert.equal(at("file:///home/a?b.html#v=1", true), "file:///home/a?b.html#surface=beale")
  assert.equal(at("https://a/race.html", true), "https://a/race.html#surface=beale")
  for (const href of ["about:srcdoc", "blob:https://a/1", "data:text/html,x", "xhttp://a", "https"]) {
    assert.deepEqual([at(href, true), at(href, false)], ["", ""])
  }
})

Deno.test("how deep a card goes is the reader's own, and of a lesson a link has all, a frame nothing", () => {
  const query = {surface: "beale", depth: "maths", lesson: "noise", at: "3"}
  assert.deepEqual(shared(query, {depth: "maths"}, []), {v: "1", surface: "beale", lesson: "noise", at: "3"})
  assert.equal(shared(query, {depth: "maths"}, ["depth"]).depth, "maths")
  assert.deepEqual(framed(query, {theme: "light", show: []}), {
    ...{v: "1", surface: "beale", step: "", theme: "light", embed: "1", show: ""},
  })
})
