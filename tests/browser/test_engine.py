"""What every engine owes the page, on one that answers at once and one that lets it wait."""

from __future__ import annotations

#: An engine in the page that notes its requests, and is answered by hand.
BY_HAND = """(async () => {
  const {Engine} = await import(new URL("app/static/engines/engine.js", document.baseURI))
  class ByHand extends Engine {
    requests = []
    send(request) { this.requests.push(request) }
  }
  const engine = new ByHand(), heard = []
  engine.listen({reply: ({id}) => heard.push(`reply ${id}`), answer: ({kind}) => heard.push(kind)})
  engine.listen({link: ({is, left}, kept) => heard.push(`${is} ${kept}${left ? " left" : ""}`)})
  %s
  return {requests: engine.requests, heard, reply: engine.reply?.id ?? null}
})()"""


def test_one_request_is_under_way_and_what_is_asked_meanwhile_goes_together(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({a: "1"}); engine.ask({a: "2"}); engine.ask({b: "3"})
  engine.replied({id: 1})
  engine.replied({id: 2})
  engine.ask({c: "4"})
"""
    )
    assert [request["changes"] for request in found["requests"]] == [{"a": "1"}, {"a": "2", "b": "3"}, {"c": "4"}]
    assert [request["id"] for request in found["requests"]] == [1, 2, 3]
    assert found["heard"] == ["reply 1", "reply 2"] and found["reply"] == 2


def test_actions_go_one_at_a_time_and_a_foreign_reply_answers_nothing(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({}, "tune"); engine.ask({}, "stop tuning"); engine.ask({})
  engine.replied({id: 7})
  engine.replied({id: 1})
  engine.answered({kind: "tune"})
"""
    )
    assert [request.get("do") for request in found["requests"]] == ["tune", "stop tuning"]
    assert found["heard"] == ["reply 7", "reply 1", "tune"]


def test_what_is_asked_of_nobody_is_kept_and_goes_together_to_the_next(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({a: "1", b: "1"})
  engine.linked({is: "gone", text: ""})
  engine.ask({a: "2"}); engine.ask({a: "3"}); engine.ask({}, "tune")
  engine.linked({is: "here", text: ""})
"""
    )
    assert [request["changes"] for request in found["requests"]] == [{"a": "1", "b": "1"}, {"a": "3", "b": "1"}]
    assert found["requests"][1]["do"] == "tune"
    assert found["heard"] == ["gone 1", "gone 2", "gone 2", "gone 2", "here 0"]


def test_a_silent_engine_still_owes_its_replies(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  engine.ask({a: "1"})
  engine.linked({is: "silent", text: ""})
  engine.ask({b: "2"})
  engine.linked({is: "here", text: ""})
  engine.replied({id: 1})
"""
    )
    assert [request["changes"] for request in found["requests"]] == [{"a": "1"}, {"b": "2"}]
    assert found["heard"] == ["silent 1", "silent 2", "here 0", "reply 1"]


def test_what_may_have_ended_a_session_is_not_asked_forever(visit):
    found = visit("racers=sgd").run(
        BY_HAND
        % """
  const again = (blame) => {
    engine.linked({is: "gone", text: "", blame})
    engine.linked({is: "here", text: ""})
  }
  engine.ask({a: "1"}); again(true)
  engine.ask({b: "2"}); again(); engine.replied({id: 2})
  engine.replied({id: 3})
  engine.ask({c: "3"}); again(); again(); again()
"""
    )
    sent = [request["changes"] for request in found["requests"]]
    assert sent == [{"a": "1"}, {"b": "2"}, {"b": "2"}, {"c": "3"}, {"c": "3"}, {"c": "3"}]
    assert [said for said in found["heard"] if "left" in said] == ["gone 0 left", "gone 0 left"]


def test_an_engine_must_say_how_it_sends(visit):
    said = visit("racers=sgd").run(
        """import(new URL("app/static/engines/engine.js", document.baseURI)).then(({Engine}) => {
          try { new Engine().ask({a: "1"}) } catch (error) { return error.message }
        })"""
    )
    assert said == "An engine must say how it sends a request"
