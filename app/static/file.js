// The page in a file of its own: on an engine that the file holds.

import {openLocal} from "./engines/local.js"
import {mount} from "./main.js"
import {heldTo} from "./model/cover.js"
import {unpacked, unpackedText} from "./packed.js"

// What brings a page with those values to the state of a query.
function changesTo(query, values, defaults) {
  const {v: _version, ...asked} = Object.fromEntries(new URLSearchParams(query))
  const wanted = Object.entries({...defaults, ...asked})
  return Object.fromEntries(wanted.filter(([key, text]) => values[key] !== text))
}

// The words of the languages that the file has beside English, where the page looks for them; and the choice of them.
async function putWords(root) {
  const there = root.dataset.languages.split(" ")
  for (const lang of there.filter((each) => each !== "en")) {
    const table = Object.assign(document.createElement("script"), {type: "application/json"})
    table.dataset.json = `words-${lang}`
    table.textContent = await unpackedText(table.dataset.json)
    root.append(table)
  }
  const choice = root.querySelector("[data-part=languages]")
  choice.hidden = there.length === 1
  for (const option of choice.querySelectorAll("option")) {
    if (!["auto", ...there].includes(option.value)) option.remove()
  }
}

async function begin() {
  const root = document.querySelector(".race")
  for (const part of root.querySelectorAll("[data-part=version]")) part.textContent = root.dataset.version
  const [module, text, worker] = await Promise.all([
    unpacked("kernels"),
    unpackedText("table"),
    unpackedText("worker"),
    putWords(root),
  ])
  const table = JSON.parse(text)
  const beside = () => new Worker(URL.createObjectURL(new Blob([worker], {type: "text/javascript"})))
  const {groups} = JSON.parse(root.querySelector("[data-json=facts]").textContent)
  // The race with which the file was saved, or what its address says instead, as far as the file lets it.
  const opened = (address) => {
    const own = root.dataset.query
    const asked = new URL(address).hash.slice(1)
    return asked ? heldTo(asked, own, groups) : {query: own, held: []}
  }
  let {query, held} = opened(location.href)
  const engine = await openLocal({module, table, query, beside})
  const {values} = engine.reply
  for (const key of Object.keys(root.dataset)) if (key in values) root.dataset[key] = values[key]
  root.mounted = await mount(root, engine)
  const {classroom, language, notices, playback} = root.mounted
  language.entitle((title) => (document.title = title))
  const tell = () => {
    if (held.length > 0 && engine.settled) notices.add(classroom.locks(held.splice(0)))
  }
  tell()
  engine.listen({reply: tell})
  // Somebody types another state into the address: what the page writes there itself is no such event.
  const defaults = Object.fromEntries(table.settings.map((each) => [each.key, each.default]))
  addEventListener("hashchange", ({newURL}) => {
    ;({query, held} = opened(newURL))
    const changes = changesTo(query, engine.reply.values, defaults)
    engine.ask(changes)
    if (changes.step) playback.seek(Number(changes.step))
    tell()
  })
}

begin()
