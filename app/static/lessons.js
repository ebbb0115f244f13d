// The list of lessons: how far one has come in each, as this browser keeps it, with all answers to take along or clear.

import {asText} from "./model/lesson.js"
import {Kept} from "./panels/kept.js"
import {Words} from "./model/words.js"
import {download} from "./panels/download.js"

const kept = new Kept()
const {lang} = document.documentElement
const words = lang === "en" ? undefined : new Words(await (await fetch(`words-${lang}.json`)).json())
const say = (text) => words?.say(text) ?? text
const own = document.querySelector(".own")
const lessons = [...document.querySelectorAll("[data-lesson]")].map((item) => ({item, ...item.dataset}))

function show() {
  for (const {item, lesson, steps} of lessons) {
    const seen = kept.of(lesson).seen.length
    item.querySelector(".progress").textContent = seen === 0
      ? ""
      : seen >= Number(steps)
      ? say("all steps seen")
      : say(`${seen} of ${steps} steps seen`)
  }
  const begun = lessons.filter(({lesson}) => kept.of(lesson).seen.length > 0).length
  own.hidden = begun === 0
  own.querySelector("[role=status]").textContent = say(
    begun === 1 ? "One lesson is begun." : `${begun} lessons are begun.`,
  )
}

own.querySelector("[data-do=save]").addEventListener("click", async () => {
  const answered = lessons.filter(({lesson}) => Object.keys(kept.of(lesson).answers).length > 0)
  const texts = await Promise.all(answered.map(async ({lesson}) => {
    const said = await fetch(`lesson.json?of=${lesson}`)
    return asText(await said.json(), kept.of(lesson).answers)
  }))
  download("lesson-answers.txt", texts.join("\n\n") || "Nothing was answered yet.")
})
own.querySelector("[data-do=clear]").addEventListener("click", () => {
  for (const {lesson} of lessons) kept.clear(lesson)
  show()
})
show()
