// @ts-check
// A lesson that is composed on the page: as a draft, as the text of a file, and as the part of a link that stays in the
// browser. The server reads the text as it reads the lessons that come along: see app/lesson.py.

import {claimOf, numberOf} from "./claims.js"

/**
 * values: the text of every setting that is a lesson's; kind: of the question, if there is one.
 * @typedef {{text: string, correct: boolean, feedback: string}} Choice
 * @typedef {{title: string, say: string, values: Record<string, string>, kind: "" | "write" | "check",
 *   question: string, expected: string, choices: Choice[]}} Step
 * @typedef {{title: string, minutes: number, steps: Step[]}} Draft
 */

// What a file must say, and the page does not ask for.
const UNASKED = {audience: "Not said", misconception: "Not said", expected: "Not said"}

/** @param {string} text */
const quoted = (text) => JSON.stringify(text.trim().replaceAll(/\s+/g, " ")).replaceAll("\x7f", "\\u007f")

// The changes from one state to another, in the grammar of a link.
/** @param {Record<string, string>} from @param {Record<string, string>} to */
const changes = (from, to) =>
  new URLSearchParams(Object.entries(to).filter(([key, text]) => from[key] !== text)).toString()

// A draft as a file, written like those in app/lessons; defaults: of the settings that are a lesson's.
/** @param {Draft} draft @param {Record<string, string>} defaults */
export function fileOf({title, minutes, steps}, defaults) {
  const lines = [
    `title = ${quoted(title)}`,
    "order = 1",
    `minutes = ${minutes}`,
    `audience = ${quoted(UNASKED.audience)}`,
    `misconception = ${quoted(UNASKED.misconception)}`,
    `start = ${quoted(changes(defaults, steps[0].values) || "steps=500")}`,
  ]
  steps.forEach((step, i) => {
    lines.push("", "[[steps]]", `title = ${quoted(step.title)}`, `say = ${quoted(step.say)}`)
    const state = i ? changes(steps[i - 1].values, step.values) : ""
    if (state) lines.push(`state = ${quoted(state)}`)
    if (!step.kind) return
    lines.push("", "[steps.ask]", `question = ${quoted(step.question)}`)
    lines.push(`expected = ${quoted(step.expected.trim() || UNASKED.expected)}`)
    if (step.kind === "write") return
    for (const {text, correct, feedback} of step.choices) {
      lines.push("", "[[steps.ask.choices]]", `text = ${quoted(text)}`, `correct = ${correct}`)
      lines.push(`feedback = ${quoted(feedback.trim() || (correct ? "Yes." : "No. Think again."))}`)
    }
  })
  return `${lines.join("\n")}\n`
}

// What of a lesson, as the server has read it, cannot be measured on the page: a text for each.
/** @param {any} lesson */
export function unreadable({steps}) {
  /** @type {string[]} */
  const found = []
  steps.forEach((/** @type {any} */ {say, ask, requires}, /** @type {number} */ i) => {
    const told = [say, ask?.verdict, ...(ask?.choices ?? []).map((/** @type {any} */ each) => each.feedback)].filter(
      Boolean,
    )
    const holes = told.flatMap((text) => [...text.matchAll(/\{([^{}]*)\}/g)].map(([, hole]) => hole))
    const claims = [requires?.holds, ...(ask?.choices ?? []).map((/** @type {any} */ each) => each.holds)].filter(
      Boolean,
    )
    for (
      const [read, texts] of /** @type {[(text: string) => unknown, string[]][]} */ ([[numberOf, holes], [
        claimOf,
        claims,
      ]])
    ) {
      for (const text of texts) {
        try {
          read(text)
        } catch (error) {
          found.push(`Step ${i + 1}: ${/** @type {Error} */ (error).message}.`)
        }
      }
    }
  })
  return found
}

// A text as the part of a link after #: deflated, in the letters that links may have. And back.
/** @param {string} text */
export async function packed(text) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text))
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

/** @param {string} link */
export async function unpacked(link) {
  const bytes = Uint8Array.from(atob(link.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0))
  return new TextDecoder().decode(await through(new DecompressionStream("deflate-raw"), bytes))
}

/** @param {CompressionStream | DecompressionStream} stream @param {Uint8Array<ArrayBuffer>} bytes */
async function through(stream, bytes) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
