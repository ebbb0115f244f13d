// The page as a server sends it: on the wire to that server, and on what it can do by itself.

import {openBoth} from "./engines/both.js"
import {mount} from "./main.js"

const root = document.querySelector(".race")

// Whoever looks at the page from outside, a test for one, finds it at its root.
root.mounted = await mount(root, openBoth(root))

// The page is its own here: its title is that of the race.
root.mounted.engine.listen({reply: ({title}) => (document.title = title)})
