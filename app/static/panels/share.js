// The dialog from which a race is shared: a link, the code of a frame with a preview, and the full screen.

import {download} from "./download.js"
import {homeOf} from "./home.js"
import {frameCode, framed, linkTo, shared} from "../model/links.js"
import {ForClass} from "./for_class.js"
import {put} from "./text.js"

// Milliseconds for which a size may still be changing: a preview is a visit to the server.
const PATIENCE = 500

export class Share {
  // views: what is said of each view, names: what each setting is called, see app/form.py; own(): the texts of what is the reader's own.
  constructor(root, {views, names}, own) {
    Object.assign(this, {root, names, own, linkTo: homeOf(root), dialog: root.querySelector("[data-part=share]")})
    this.views = Object.fromEntries(views.map((view) => [view.key, view]))
    this.find = (name) => this.dialog.querySelector(`[data-share=${name}]`)
    this.alone = root.dataset.alone === "1"
    this.forClass = new ForClass(this.dialog, root.dataset.query ?? "")
    this.kept = [...this.dialog.querySelectorAll("[data-own]")]
    const on = (name, type, react) => this.find(name).addEventListener(type, react)
    root.querySelector("[data-part=share-open]").addEventListener("click", () => this.#open())
    on("copy-link", "click", () => this.#copy("link"))
    on("copy-code", "click", () => this.#copy("code"))
    on("file", "click", (event) => this.#take(event))
    on("close", "click", () => this.dialog.close())
    on("full", "click", () => this.#fill())
    on("preview", "toggle", () => this.#preview())
    this.dialog.addEventListener("change", () => this.#write())
    this.dialog.addEventListener("close", () => this.find("preview").removeAttribute("open"))
    for (const name of ["link", "code"]) on(name, "focus", ({target}) => target.select())
  }

  follow({reply, race}) {
    this.reply = reply
    this.race = race
    if (this.dialog.open) this.#write()
  }

  #open() {
    const {frame} = this.views[this.reply.values.view]
    if (this.sizedFor !== this.reply.values.view) {
      this.sizedFor = this.reply.values.view
      ;[this.find("width").value, this.find("height").value] = frame
    }
    this.#offerSliders()
    this.forClass.begin(this.reply, this.race)
    put(this.find("says"), "")
    this.#write()
    this.dialog.showModal()
    if (this.find("link").value) this.find("copy-link").focus()
  }

  // A tick for each slider that belongs to this race.
  #offerSliders() {
    const {values} = this.reply
    const ticked = this.#sliders()
    const owners = [...this.race.paths.map(({key}) => key), values.surface, "recipe"]
    const offered = [...this.root.querySelectorAll("[data-scale][data-key]:has(input[type=range])")].filter(
      ({dataset}) => {
        const [owner, name] = dataset.key.split(".")
        return name === undefined
          ? dataset.key === "steps" || (dataset.key === "lr" && values.shared === "1")
          : owners.includes(owner)
      },
    )
    this.find("sliders").replaceChildren(
      this.find("sliders").firstElementChild,
      ...offered.map(({dataset: {key}}) => {
        const label = document.createElement("label")
        const tick = Object.assign(document.createElement("input"), {
          type: "checkbox",
          value: key,
          checked: ticked.includes(key),
        })
        label.append(tick, ` ${this.names[key]}`)
        return label
      }),
    )
  }

  #sliders() {
    return [...this.find("sliders").querySelectorAll(":checked")].map(({value}) => value)
  }

  // The texts that would be copied.
  #write() {
    const {query, values, title} = this.reply
    const own = {...this.own(), theme: values.theme === "auto" ? "" : values.theme}
    const kept = this.kept.filter(({checked}) => checked).flatMap((tick) => tick.dataset.own.split(" "))
    const {settings} = this.forClass
    this.forClass.tell()
    // A lesson of one's own is after the #.
    const lesson = values.lesson === "own" && !this.alone ? location.hash : ""
    const link = this.find("link")
    link.value = this.linkTo(shared(query, own, kept, settings)) + lesson
    const [whole, width, height] = [this.find("whole").checked, ...["width", "height"].map((name) => this.#size(name))]
    const step = this.find("rests").checked ? own.step : ""
    const frame = {theme: this.find("theme").value, show: this.#sliders(), step}
    this.address = this.linkTo(framed(query, frame, settings))
    // A file lies beside the page that shows it, wherever that is.
    const source = this.alone ? this.address.replace(/^[^#]*\//, "") : this.address
    this.find("code").value = frameCode(source, {title, width: whole ? 0 : width, height})
    const {title: view, frame: [across, down]} = this.views[values.view]
    put(
      this.find("advice"),
      `“${view}” is good to look at from ${across} × ${down} pixels; with sliders below, give each 40 more in height.`,
    )
    for (const part of this.dialog.querySelectorAll("[data-addressed]")) part.hidden = !link.value
    this.find("nowhere").hidden = Boolean(link.value)
    // A file has the words that the page has now, whoever chose them.
    const lang = this.root.lang === "en" ? "" : this.root.lang
    this.find("file").href = linkTo("race.html", {...shared(query, own, kept, settings), ...(lang ? {lang} : {})})
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => this.#preview(), PATIENCE)
  }

  #size(name) {
    const box = this.find(name)
    return box.validity.valid && box.value
      ? Number(box.value)
      : this.views[this.reply.values.view].frame[name === "width" ? 0 : 1]
  }

  // The frame as another page would show it, as long as somebody wants to see it.
  #preview() {
    const [details, holder] = [this.find("preview"), this.find("preview").querySelector(".preview")]
    if (!details.open) {
      holder.replaceChildren()
      return
    }
    const frame = holder.firstElementChild ?? document.createElement("iframe")
    Object.assign(frame, {title: "Preview of the frame", width: this.#size("width"), height: this.#size("height")})
    if (frame.getAttribute("src") !== this.address) frame.setAttribute("src", this.address)
    if (!frame.isConnected) holder.append(frame)
  }

  async #copy(name) {
    const box = this.find(name)
    box.select()
    const what = name === "link" ? "link" : "code"
    try {
      await navigator.clipboard.writeText(box.value)
      put(this.find("says"), `The ${what} is copied.`)
    } catch {
      box.focus()
      put(
        this.find("says"),
        `This browser does not let the page copy. The ${what} is selected: copy it with Ctrl+C or ⌘C.`,
      )
    }
  }

  // Fetched here, for of a download that a server refuses a browser says nothing.
  async #take(event) {
    event.preventDefault()
    put(this.find("says"), "The file is being made…")
    let answer, content
    try {
      answer = await fetch(this.find("file").href)
      content = await answer.blob()
    } catch {
      return put(this.find("says"), "The server does not answer: there is no file now.")
    }
    if (answer.ok) download("race.html", content)
    put(this.find("says"), answer.ok ? "The file is there." : sentenceOf(await content.text()))
  }

  async #fill() {
    this.dialog.close()
    try {
      await this.root.requestFullscreen()
    } catch {
      this.dialog.showModal()
      put(this.find("says"), "This browser, or the page around this one, allows no full screen.")
    }
  }
}

// What a page of the server's says, which has one sentence.
const sentenceOf = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("p")?.textContent ?? ""
