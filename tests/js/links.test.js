// Links and the code of a frame: whose they are and what they state.

import {assert} from "./assert.js"
import {frameCode, framed, linkTo, shared} from "../../app/static/model/links.js"

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

Deno.test("a frame states its theme and what it shows", () => {
  const query = framed(QUERY, {theme: "light", show: ["sgd.lr", "adam.beta1"]})
  assert.equal(
    linkTo("/app", query),
    "/app?v=1&surface=beale&racers=sgd,adam&theme=light&embed=1&show=sgd.lr,adam.beta1",
  )
  const code = frameCode(linkTo("/app", query), {title: 'Beale: "SGD" & <Adam>', width: 0, height: 480})
  assert.ok(code.includes('width="100%" height="480"') && code.includes("surface=beale&amp;racers=sgd,adam"))
  assert.ok(code.includes('title="Beale: &quot;SGD&quot; &amp; &lt;Adam>"'))
})
