// A page: what an engine answers becomes a picture, what a visitor does becomes a request.
//
// A part of the page has one contract: follow(state) when there is something new to show, show(step, playing) when
// the playhead moves. The state is {reply, race, theme, colours, picked}: see engines/engine.js and model/race.js.

import {Arrivals} from "./figures/arrivals.js"
import {Figures, paintNow} from "./figures/figures.js"
import {Frames} from "./figures/frame.js"
import {Ground} from "./figures/ground.js"
import {LineNames} from "./figures/line_names.js"
import {LossFigure} from "./figures/loss.js"
import {Maps} from "./figures/maps.js"
import {takeMarkers} from "./figures/playing.js"
import {Sizes} from "./figures/sizes.js"
import {StartRing} from "./figures/start_ring.js"
import {onSystemTheme, Theme, themeOf} from "./figures/theme.js"
import {Zoom} from "./figures/zoom.js"
import {whenMoved} from "./figures/moved.js"
import {typeset} from "./made/numerals.js"
import {listOf} from "./model/cover.js"
import {Looks} from "./model/looks.js"
import {Playback} from "./model/playback.js"
import {Race} from "./model/race.js"
import {Together} from "./model/together.js"
import {About, Notices} from "./panels/about.js"
import {Address} from "./panels/address.js"
import {Best} from "./panels/best.js"
import {Card, fetchCards} from "./panels/card.js"
import {Busy} from "./panels/busy.js"
import {Chips} from "./panels/chips.js"
import {ClassRaces} from "./panels/class_races.js"
import {Classroom} from "./panels/classroom.js"
import {Compose} from "./panels/compose.js"
import {Connection} from "./panels/connection.js"
import {Embedded} from "./panels/embedded.js"
import {FairRace} from "./panels/fair.js"
import {Form} from "./panels/form.js"
import {HeightKey} from "./panels/height_key.js"
import {bindSkips, Help} from "./panels/help.js"
import {Host} from "./panels/host.js"
import {bindKeys, playbackKeys} from "./panels/keys.js"
import {Language} from "./panels/language.js"
import {Lesson} from "./panels/lesson.js"
import {ownIds} from "./panels/own_ids.js"
import {Paper} from "./panels/paper.js"
import {Pin} from "./panels/pin.js"
import {PlaybackBar} from "./panels/playback_bar.js"
import {Presenter} from "./panels/presenter.js"
import {Presets} from "./panels/presets.js"
import {Racers} from "./panels/racers.js"
import {RateStrip} from "./panels/rate_strip.js"
import {Rates} from "./panels/rates.js"
import {rememberTheme} from "./panels/remembered.js"
import {SavePicture} from "./panels/save_picture.js"
import {Schedule} from "./panels/schedule.js"
import {Share} from "./panels/share.js"
import {Standings} from "./panels/standings.js"
import {Swatches} from "./panels/swatch.js"
import {Story} from "./panels/story.js"
import {Surfaces} from "./panels/surfaces.js"
import {Undo} from "./panels/undo.js"
import {ZoomHint} from "./panels/zoom_hint.js"
import {Stage} from "./stage.js"
import {Views} from "./views/views.js"

// The race that stays in sight: the one before where nothing else was sent.
function pinnedRace(sent, minima, before) {
  if (!sent) return undefined
  const race = sent.race ? new Race(sent.race, minima) : before
  const differences = Object.entries(sent.differences).map(([key, text]) => [key, typeset(text)])
  return Object.assign(race, {differences: Object.fromEntries(differences)})
}

// The words of a language: in the page itself, where it is a file, or beside it.
async function tableOf(root, addresses, key) {
  const inside = root.querySelector(`[data-json="words-${key}"]`)
  if (inside) return JSON.parse(inside.textContent)
  return (await fetch(addresses[`words-${key}.json`])).json()
}

// Bring the page below ``root`` to life, on an engine, once that has a first reply. What is returned is for whoever
// embeds the page, and for tests.
export async function mount(root, engine) {
  new Connection(root, engine)
  await engine.ready
  ownIds(root)
  takeMarkers(root)
  const read = (name) => JSON.parse(root.querySelector(`[data-json=${name}]`).textContent)
  const [facts, figures] = [read("facts"), await Figures.embed(root, read("figures"))]
  const language = new Language(root, (key) => tableOf(root, facts.addresses, key), facts.alike)
  const spoken = language.expect(engine.reply.values)
  const cards = () => fetchCards(root, facts.addresses["cards.json"])
  const fetched = cards()
  const classroom = new Classroom(root, facts, () => replay())
  const undo = new Undo(root, engine, facts, (changes) => classroom.allows(changes))
  const {ask} = undo
  classroom.asks = ask
  const ofClass = new ClassRaces(root, engine, () => follow(engine.reply))
  const presenter = new Presenter(root, ask, () => look().theme)
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  const playback = new Playback((step, playing) => stage.show(step, playing))
  const replay = () => {
    // Who asked for less motion sees the end at once, unless it is to be guessed first.
    const {hide} = engine.reply.values
    playback.seek(still && hide === "0" ? playback.steps : 0)
    if (!still) playback.play()
  }

  const part = (name) => root.querySelector(`[data-part=${name}]`)
  const {x_range, y_range} = figures.model("map")
  const zoom = new Zoom([x_range, y_range], part("whole-map"), new ZoomHint(root))
  const maps = new Maps(figures, facts.views, zoom, ask)
  const scrub = (step) => {
    playback.pause()
    playback.seek(Math.round(step))
  }
  const loss = new LossFigure(figures, new Zoom([figures.model("loss").x_range], part("whole-race")), scrub)
  const frames = new Frames(figures, maps, zoom)
  const [ground, sizes] = [new Ground(figures, maps, frames, new HeightKey(root)), new Sizes(root, figures, maps)]
  const names = new LineNames(root, figures)
  const views = await Views.load(root, {engine, ask, facts, figures, ownMaps: maps.own, say: language.say})
  const form = new Form(root, facts.sliders, ask)
  const [notices, fair] = [new Notices(root, form), new FairRace(root, engine, ask, replay)]
  const {step, speed, card} = engine.reply.values
  const told = new Card(root, {first: fetched, again: cards}, engine.reply)
  const pick = (picked) => stage.follow({...stage.state, picked})
  const raise = (key) => {
    for (const part of [maps, loss]) part.raise(key)
    if (!playback.playing) stage.repaint()
  }
  const standings = new Standings(root, facts, told, card, {pick, raise})
  playback.speed = Number(speed)
  // What the browser keeps to itself, for links: as texts, empty where it is as always.
  const own = () => ({
    step: !playback.playing && playback.step > 0 && playback.step < playback.steps ? String(playback.step) : "",
    speed: playback.speed === 1 ? "" : String(playback.speed),
    card: standings.chosen ?? "",
    depth: told.depth === "idea" ? "" : told.depth,
  })
  const address = new Address(root, own)
  told.changed = () => address.soon()
  const light = (yes) => {
    stage.followNow({...stage.state, ...look(yes)})
    for (const plot of figures.plots) paintNow(plot)
  }
  const strip = new RateStrip(root, figures.model("loss"))
  const looks = new Looks(facts.looks)
  const reveal = () => (still ? playback.seek(playback.steps) : replay())
  const tell = (texts) => notices.tell(texts)
  const lesson = new Lesson(root, engine, {names: facts.names, undo, playback, reveal, tell})
  const stage = new Stage(playback, {
    // A slider is moved for the maps and the loss; and the answers for a view may come close behind its reply.
    atOnce: [
      undo,
      presenter,
      language,
      maps,
      new Theme(root, figures),
      notices,
      new Busy(root, engine),
      views,
      fair,
      sizes,
      frames,
      ground,
      loss,
      // Room for names has the figure laid out at once, by what Bokeh has taken in of its lines and signs.
      names,
      new Arrivals(root, figures, maps, facts),
    ],
    afterwards: [
      ...[new StartRing(root, maps), new SavePicture(root, figures), new Pin(root, ask)],
      ...[form, new About(root), standings, new Schedule(root)],
      ...[new Presets(root, facts.presets, undo), new PlaybackBar(root, playback), address],
      ...[new Racers(root, engine, ask), new Surfaces(root, facts, ask), new Rates(root, facts, ask)],
      new Swatches(root, looks),
      ...[new Best(root, engine, ask), classroom, new Story(root, () => classroom.says), ofClass],
      ...[lesson, new Compose(root, lesson, undo)],
      ...[new Share(root, facts, own), new Embedded(root), new Paper(root, light), new Host(engine, playback, own)],
      ...[new Chips(root, facts.recipe, ask), strip],
    ],
    everyFrame: [maps, loss, strip, views],
  })
  bindSkips(root)
  const help = new Help(root)
  const keys = playbackKeys(playback, (n) => {
    const path = stage.state.race.paths[n - 1]
    if (path) standings.choose(path.key)
  })
  const others = {
    "?": () => help.open(),
    "+": () => maps.shown.length && zoom.by(1 / 1.5),
    "-": () => maps.shown.length && zoom.by(1.5),
    h: () => classroom.cover(),
    r: () => classroom.reveal(),
  }
  bindKeys(root, (key, ...how) => keys(key, ...how) ?? others[key] ?? presenter.keys[key] ?? lesson.keys[key])
  const look = (paper = false) => {
    const theme = paper ? "light" : themeOf(engine.reply.values.theme)
    return {theme, colours: facts.themes[theme]}
  }
  let pinned
  const follow = (reply) => {
    const {minima} = reply.surface
    pinned = pinnedRace(reply.pinned, minima, pinned)
    const sent = ofClass.races(reply)
    const race = new Race(reply.race, minima, pinned || sent.length > 0 ? new Together(pinned, sent) : undefined)
    const covers = listOf(reply.values.cover)
    // A covered racer is as if it did not race.
    race.leaveOut(covers)
    const all = [...race.paths, ...(race.pinned?.paths ?? [])]
    looks.choose([...new Set(all.map(({key}) => key))])
    for (const path of all) Object.assign(path, looks.of(path.key))
    stage.follow({
      picked: card || undefined,
      ...stage.state,
      settled: engine.settled,
      reply,
      race,
      covers,
      say: language.say,
      ...look(),
    })
  }
  await spoken
  engine.listen({reply: follow})
  language.changed = () => stage.follow({...stage.state})
  const repaint = () => {
    ground.again()
    stage.repaint()
  }
  whenMoved(figures, repaint)
  frames.after = () => {
    sizes.again()
    names.again()
    repaint()
  }
  onSystemTheme(() => stage.follow({...stage.state, ...look()}))
  follow(engine.reply)
  rememberTheme(root, engine.reply, ask)
  if (step === "") replay()
  else playback.seek(Number(step))
  await told.ready
  root.dataset.ready = "1"
  return {engine, figures, playback, stage, views, language, classroom, notices}
}
