// The page as a server sends it: on the wire to that server, and on what it can do by itself.

import {openServed} from "./engines/served.js"
import {mount} from "./main.js"

const root = document.querySelector(".race")

async function begin() {
  // Whoever looks at the page from outside, a test for one, finds it at its root.
  root.mounted = await mount(root, openServed(root))
  // The page is its own here: its title is that of the race.
  root.mounted.language.entitle((title) => (document.title = title))
}

begin()
