// The page: what the server says becomes a picture, what the visitor does becomes a request.

import {bindControls} from "./controls.js"
import {adopt, embedFigures} from "./figures.js"
import {clipToFrame, fitDomain, hideBeyond, keepUnits, LossPicture, Moving, quietly, reading} from "./pictures.js"
import {bindFair} from "./fair.js"
import {bindPlayback, Playback} from "./playback.js"
import {Race} from "./race.js"
import {bindSchedule} from "./schedule.js"
import {Space} from "./space.js"
import {bindStart} from "./start.js"
import {Standings, swatch} from "./standings.js"
import {onSystemTheme, paintTheme, themeOf} from "./theme.js"
import {told, Wire} from "./wire.js"

// Words and numbers are read, not watched: they change this often while a race plays, in milliseconds.
const WORDS_EVERY = 100

const find = (id) => document.getElementById(id)
const viewOf = (model) => Bokeh.index.find_one(model)

const embedding = embedFigures()

export async function start(server) {
  const figures = await embedding
  const models = {}
  for (const name of ["map", "loss", "side", "sweep", "heat"]) models[name] = figures.get_model_by_name(name)
  const part = (name) => models.map.renderers.find((each) => each.name === name)
  const [handle, mapper] = [part("start").data_source, part("fill").glyph.fill_color.transform]
  const [themes, heated, titles] = ["themes", "heated", "titles"].map((id) => JSON.parse(find(id).textContent))
  const embedded = document.documentElement.dataset.embed === "1"
  const loss = new LossPicture(models.loss)
  const standings = new Standings(find("standings"), find("explain"), find("announce"))
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  let race, reply, maps, theme, domainShown, fitted, framedFor, painted, wordsAt

  const playback = new Playback((step, playing) => {
    if (!race) return
    for (const map of maps) playing ? map.play(step, {colours: themes[theme]}) : map.show(step)
    showRest(step, playing)
  })

  function showRest(step, playing) {
    playing ? loss.play(step, themes[theme]) : loss.show(step)
    const now = performance.now()
    if (!playing || !(now - wordsAt < WORDS_EVERY)) {
      standings.show(step)
      schedule.show(step)
      showPlayback(step, playing)
      wordsAt = now
    }
    if (!playing) {
      rememberInAddress()
      if (step === race.steps) standings.finish()
    }
  }

  const showPlayback = bindPlayback(playback, find("playback"))
  const schedule = bindSchedule(find("schedule"))
  const showControls = bindControls(document, (changes) => wire.change(changes))
  const wire = new Wire(server, receive, (answer) => ((answer.of ?? answer.kind) === "tune" ? fair : space).take(answer))
  const asking = {change: (changes) => wire.change(changes), act: (action) => wire.act(action)}
  // The racers' own maps, by key.
  const own = new Map()
  const space = new Space({model: (name) => models[name], maps: own, ...asking})
  const fair = bindFair({...asking, replay: () => replay()})
  const setStart = (x, y) => wire.change({x: String(Number(x.toFixed(4))), y: String(Number(y.toFixed(4)))})

  const plots = () => [models.map, models.loss, models.sweep, models.heat, ...models.side.children]

  let following

  // The maps first, which a slider is moved for: what else there is to show would hold them up by a frame.
  function receive(next) {
    const [before, surface] = [race, reply?.surface.key]
    reply = next
    race = new Race(reply.race)
    document.documentElement.dataset.view = reply.values.view
    document.documentElement.dataset.theme = reply.values.theme
    showNotices(reply.notices)
    for (const [name, data] of Object.entries(reply.ground ?? {})) quietly(part(name).data_source, {data})
    setMaps()
    setTheme()
    const {x, y} = handle.data
    if (x[0] !== race.start[0] || y[0] !== race.start[1]) {
      quietly(handle, {data: {x: [race.start[0]], y: [race.start[1]]}})
    }
    // At once, for their answers may be close behind.
    space.setRace(reply, race, {theme, colours: themes[theme], titles})
    fair.setRace(race, reply.tuned)
    if (playback.playing || before?.steps !== race.steps || surface !== reply.surface.key) {
      cancelAnimationFrame(following)
      following = undefined
      follow()
      playback.setSteps(race.steps)
    } else {
      for (const map of maps) map.show(playback.step)
      // Not in the frame that paints the maps, but in the next.
      following ??= requestAnimationFrame(() => {
        following = requestAnimationFrame(() => {
          following = undefined
          follow()
          showRest(playback.step, playback.playing)
        })
      })
    }
    followFrames()
  }

  function follow() {
    const [across, up] = reply.heat
    showControls({...reply.values, across, up}, race.start, reply.absent)
    showAxes(reply.values.heat)
    showSurface(reply.surface)
    loss.setRace(race, theme)
    standings.setRace(race)
    schedule.setRace(race)
    showLegend()
  }

  const besides = () => ["side", "basins"].includes(reply.values.view)

  function setMaps() {
    for (const map of maps ?? []) map.live.remove()
    const across = (_, path) => path.x
    const up = (path) => path.y
    if (besides()) {
      for (const [key, text] of Object.entries(reply.maps)) own.set(key, adopt(figures, models.side, text))
      const children = race.paths.map((path) => own.get(path.key))
      if (children.some((each, i) => each !== models.side.children[i]) || children.length < models.side.children.length) {
        models.side.children = children
      }
      maps = models.side.children.map((figure) => {
        const key = figure.name.replace("map ", "")
        return new Moving(figure, {paths: (path) => path.key === key, across, up})
      })
    } else if (reply.values.view !== "overlay") {
      maps = []
    } else {
      maps = [new Moving(models.map, {paths: () => true, across, up})]
    }
  }

  function setTheme() {
    theme = themeOf(reply.values.theme)
    document.documentElement.style.colorScheme = theme
    const all = plots()
    const state = theme + all.map((figure) => figure.id).join()
    if (state !== painted) paintTheme(all, mapper, themes[theme])
    painted = state
    for (const map of maps) map.setRace(race, theme)
  }

  function showSurface(surface) {
    if (find("formula").dataset.shown !== surface.formula) {
      find("formula").dataset.shown = surface.formula
      find("formula").innerHTML = surface.formula
    }
    if (find("intuition").textContent !== surface.intuition) {
      find("intuition").textContent = surface.intuition
      find("source").textContent = surface.reference
    }
    find("recipe.batch").closest(".control").hidden = surface.samples === 0
    find("has-minima").hidden = surface.minima.length === 0
    find("has-saddles").hidden = surface.saddles.length === 0
  }

  // Of the hyperparameters that some heat map can have, those that this racer has.
  function showAxes(racer) {
    for (const id of ["across", "up"]) {
      for (const option of find(id).options) {
        option.hidden = option.disabled = !(option.value in heated[racer])
        option.textContent = heated[racer][option.value] ?? option.value
      }
    }
  }

  let legend
  function showLegend() {
    const keys = race.paths.map((path) => path.key).join()
    if (keys === legend) return
    legend = keys
    find("legend").replaceChildren(
      ...race.paths.map((path) => {
        const entry = document.createElement("span")
        entry.append(swatch(path), path.title)
        return entry
      }),
    )
  }

  // Bokeh lays a figure out some time after it was asked for, and again whenever its room changes.
  const bound = new WeakSet()
  function followFrames() {
    for (const model of plots()) {
      if (bound.has(model)) continue
      bound.add(model)
      for (const size of ["inner_width", "inner_height"]) model.properties[size].change.connect(framed)
    }
    framed()
  }

  let framing
  function framed() {
    cancelAnimationFrame(framing)
    framing = requestAnimationFrame(() => {
      for (const model of plots()) bindView(viewOf(model))
      const model = besides() ? models.side.children[0] : models.map
      const frame = model && viewOf(model)?.frame.bbox
      if (!(frame?.width > 0 && frame.height > 0)) return
      const {x_range, y_range} = models.map
      const shown = [reply.surface.key, reply.values.view].join()
      // Ranges that are set, to whatever, have all contours painted again.
      const asked = [shown, frame.width, frame.height].join()
      if (asked === framedFor) return
      framedFor = asked
      // A reader who has zoomed or panned keeps the place.
      const moved = fitted && [x_range.start, x_range.end, y_range.start, y_range.end].some((v, i) => v !== fitted[i])
      if (shown === domainShown && moved) {
        keepUnits(models.map, frame)
      } else {
        fitDomain(models.map, frame, reply.surface.domain)
        fitted = [x_range.start, x_range.end, y_range.start, y_range.end]
      }
      domainShown = shown
    })
  }

  function bindView(view) {
    if (!view) return
    hideBeyond(view)
    if (bound.has(view)) return
    bound.add(view)
    // A picture to a screen reader, and no stop for the keyboard: its controls are beside it.
    for (const part of view.el.shadowRoot?.querySelectorAll("[tabindex]") ?? []) part.tabIndex = -1
    clipToFrame(view)
    if (view.model === models.sweep) space.views.sweep.bind(view)
    else if (view.model === models.heat) space.views.heat.bind(view)
    else if (view.model !== models.loss) bindStart(view, handle, setStart)
  }

  function showNotices(notices) {
    if (notices.length === 0 && find("notice").hidden) return
    find("notices").replaceChildren(
      ...notices.map((notice) => {
        const line = document.createElement("p")
        line.textContent = notice
        return line
      }),
    )
    find("notice").hidden = notices.length === 0
  }

  function address() {
    const query = new URLSearchParams(reply.query)
    query.delete("step")
    const resting = !playback.playing && playback.step > 0 && playback.step < race.steps
    if (resting) query.set("step", playback.step)
    const text = query.toString().replaceAll("%2C", ",")
    return location.pathname + (text ? `?${text}` : "")
  }

  let remembering
  function rememberInAddress() {
    if (embedded) return
    clearTimeout(remembering)
    // Browsers refuse to be asked too often.
    remembering = setTimeout(() => history.replaceState(null, "", address()), 250)
  }

  function replay() {
    playback.seek(still ? race.steps : 0)
    if (!still) playback.play()
  }

  const presets = JSON.parse(find("presets").textContent)
  find("preset").addEventListener("change", ({target}) => {
    const preset = presets[target.value]
    find("preset-source").textContent = preset?.source ?? ""
    if (preset) wire.change(preset.changes)
  })
  find("dismiss").addEventListener("click", () => (find("notice").hidden = true))
  find("share").addEventListener("click", async () => {
    history.replaceState(null, "", address())
    const button = find("share")
    try {
      await navigator.clipboard.writeText(location.href)
      button.textContent = "Link copied"
    } catch {
      button.textContent = "Link is in the address bar"
    }
    setTimeout(() => (button.textContent = "Copy link"), 2000)
  })
  onSystemTheme(() => {
    setTheme()
    loss.setRace(race, theme)
    playback.moved()
    space.setRace(reply, race, {theme, colours: themes[theme], titles})
  })
  server.document.on_event("connection_lost", () => {
    showNotices(["The connection to the server is lost. The race still plays; reload the page to change settings."])
  })

  window.optimizerRace = {
    space: (view) => space.answers[view],
    spaceTick: (view, axis, value) => space.views[view].tick(axis, value),
    swept: (quantity, racer, row) => space.views.sweep.reading(quantity, racer, row),
    lossTick: (value) => loss.tick(value),
    reading: (quantity, racer, row) => reading(race, quantity, racer, row),
    playback,
    model: (name) => figures.get_model_by_name(name),
    wire: server,
    get race() {
      return race
    },
    // Whether all that is shown is of that race.
    get settled() {
      return following === undefined
    },
  }

  receive(told(server.reply))
  if (server.space) space.take(server.space)
  const wanted = reply.values.step
  if (wanted !== "") {
    playback.seek(Number(wanted))
  } else if (still) {
    playback.seek(race.steps)
  } else {
    playback.play()
  }
  document.documentElement.dataset.ready = "1"
}
