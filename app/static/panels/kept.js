// What a student has answered and seen: in this browser alone, which may refuse to keep it beyond the visit.

const KEY = "optimizer-race lessons"
const DRAFT = "optimizer-race draft of a lesson"

export class Kept {
  constructor() {
    this.all = read()
  }

  // Of a lesson: answers by step, the tasks that were done, the steps that were seen, and how many there are.
  of(key) {
    return this.all[key] ?? {answers: {}, done: [], seen: [], steps: 0}
  }

  answer(key, at, answer) {
    this.#change(key, ({answers}) => (answers[at] = answer))
  }

  done(key, at) {
    this.#change(key, ({done}) => done.push(at))
  }

  visit(key, at, steps) {
    this.#change(key, (mine) => Object.assign(mine, {seen: [...new Set([...mine.seen, at])], steps, at}))
  }

  clear(key) {
    delete this.all[key]
    this.#write()
  }

  #change(key, change) {
    this.all[key] = structuredClone(this.of(key))
    change(this.all[key])
    this.#write()
  }

  #write() {
    write(KEY, this.all)
  }
}

// The draft of a lesson that is being composed.
export class Drafts {
  read() {
    try {
      const draft = JSON.parse(localStorage.getItem(DRAFT) ?? "null")
      return draft?.steps?.every?.(({values, choices}) => values && Array.isArray(choices)) ? draft : undefined
    } catch {
      return undefined
    }
  }

  write(draft) {
    write(DRAFT, draft)
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // It lasts as long as the visit.
  }
}

// What was kept is anybody's to change: only what has the shape is taken.
function read() {
  try {
    const all = JSON.parse(localStorage.getItem(KEY) ?? "{}")
    const sound = ([, each]) => each?.answers && Array.isArray(each.done) && Array.isArray(each.seen)
    return Object.fromEntries(Object.entries(all).filter(sound))
  } catch {
    return {}
  }
}
