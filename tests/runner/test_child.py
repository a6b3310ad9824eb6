"""What a job's code sees and what each way to fail is called."""

from __future__ import annotations

import pytest

from quizcv.runner.host.isolation import Isolation
from quizcv.runner.host.pool import Pool
from quizcv.runner.host.protocol import Case, Failure, Job, Limits


def test_the_snippet_sees_params_and_no_let(run):
    outcome = run(
        "answer = [n, 'span' in globals(), __name__]",
        params={"n": 3},
        let={"span": "n + 1"},
        outputs=("answer",),
    )
    assert outcome.values == {"answer": [3, False, "__main__"]}
    assert outcome.let == {"span": 4}


def test_each_let_sees_those_before_it_and_expressions_see_all(run):
    outcome = run(
        params={"n": 3},
        let={"a": "n + 1", "b": "a * 2"},
        expressions={"sum": "a + b", "root": "sqrt(n + 1)", "power": "pow(2, 3)"},
    )
    assert outcome.let == {"a": 4, "b": 8}
    assert outcome.expressions == {"sum": 12, "root": 2.0, "power": 8}
    assert type(outcome.expressions["power"]) is int


@pytest.mark.parametrize(
    ("expression", "code", "message"),
    [
        ("1 / 0", "exception", "ZeroDivisionError: division by zero"),
        ("1 +", "syntax", "invalid syntax"),
        ("nan", "bad-value", "NaN"),
        ("10**5000", "too-large", "4300 digits"),
        ("10**10**10", "timeout", "took longer than 0.3 s"),
        ("sum(range(10**12))", "timeout", "took longer than 0.3 s"),
        ("[0] * 10**12", "memory", "MemoryError"),
        ("__import__('os')._exit(0)", "exited", "exit status 0"),
        ("__import__('ctypes').string_at(0)", "crashed", "SIGSEGV"),
    ],
)
def test_an_expression_fails_alone(expression, code, message, run):
    outcome = run(
        "answer = 1", seconds=0.3, outputs=("answer",), expressions={"bad": expression, "ok": "2"}
    )
    assert outcome.failure is None
    assert outcome.values == {"answer": 1}
    assert outcome.expressions["ok"] == 2
    failure = outcome.expressions["bad"]
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert message in failure.message


def test_an_expression_that_hung_is_not_tried_again(pool):
    job = Job(
        "hangs",
        {"n": 1},
        tuple(Case(params={"n": n}) for n in range(20)),
        expressions={"hangs": "sum(range(10**12))"},
        limits=Limits(seconds=0.3),
    )
    outcomes = pool.run_one(job).outcomes
    assert [outcome.params["n"] for outcome in outcomes] == list(range(20))
    assert {outcome.expressions["hangs"].code for outcome in outcomes} == {"timeout"}


@pytest.mark.parametrize(
    ("let", "message"),
    [("1 / 0", "let x: ZeroDivisionError"), ("print", "let x: the value is a value of type")],
)
def test_a_failing_let_fails_the_case_and_is_named(let, message, fails):
    assert message in fails(let={"x": let}).message


@pytest.mark.parametrize(
    ("snippet", "failure"),
    [
        ("x = 1\nraise ValueError('no')", Failure("exception", "ValueError: no", 2)),
        (
            "def f():\n    1 / 0\n\nf()",
            Failure("exception", "ZeroDivisionError: division by zero", 2),
        ),
        ("assert 1 == 2", Failure("exception", "AssertionError: assert 1 == 2", 1)),
        ("assert 1 == 2, 'why'", Failure("exception", "AssertionError: why", 1)),
        ("import numpy as np\nnp.ones(3) @ np.ones(4)", 2),
        ("x = (1", Failure("syntax", "'(' was never closed", 1)),
        ("answer = '\0'", "syntax"),
        ("(" * 10_000 + ")" * 10_000, "syntax"),
        ("other = 1", Failure("missing", "the snippet ended without assigning answer")),
        (
            "answer = 1\nanswer = None",
            Failure("bad-value", "answer is a value of type NoneType", 2),
        ),
    ],
    ids=lambda value: None if isinstance(value, Failure) else repr(value)[:20],
)
def test_a_failure_says_what_and_where(snippet, failure, fails):
    found = fails(snippet, outputs=("answer",))
    if isinstance(failure, int):
        assert (found.code, found.line) == ("exception", failure)
    elif isinstance(failure, str):
        assert found.code == failure
    else:
        assert found == failure


def test_a_child_runs_under_limits(run):
    snippet = (
        "import resource as r\n"
        "mapped = int(open('/proc/self/statm').read().split()[0]) * r.getpagesize()\n"
        "answer = [r.getrlimit(n) for n in (r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE, "
        "r.RLIMIT_NOFILE)] + [(r.getrlimit(r.RLIMIT_AS)[0] - mapped) // 2**20]"
    )
    cpu, size, core, files, memory = run(snippet, seconds=3, outputs=("answer",)).values["answer"]
    assert cpu == [5, 6]
    assert size == [16 * 2**20] * 2
    assert core == [0, 0]
    assert files == [256, 256]
    assert 1900 <= memory <= 2048


def test_processes_are_limited_where_nothing_else_stops_a_fork():
    snippet = "import resource as r\nanswer = r.getrlimit(r.RLIMIT_NPROC)[1] > 0"
    job = Job("a", {}, (Case(),), snippet, ("answer",))
    with Pool(isolation=Isolation(hardened=False)) as pool:
        assert pool.run_one(job).outcomes[0].values == {"answer": True}


def test_nothing_to_run_gives_an_empty_outcome(run):
    assert run().failure is None


VARY = {"n": {"from": 1, "to": 3}}


class TestCases:
    def outcomes(self, pool, **fields):
        return pool.run_one(Job(**({"key": "cases", "params": {"n": 0}} | fields))).outcomes

    def test_params_are_changed_by_the_case_and_then_by_the_draw(self, pool):
        cases = (Case(), Case(params={"n": 9, "m": 8}), Case(params={"n": 9, "m": 8}, draw="k"))
        first, second, third = self.outcomes(pool, cases=cases, vary=VARY)
        assert first.params == {"n": 0}
        assert second.params == {"n": 9, "m": 8}
        assert third.params["m"] == 8
        assert third.params["n"] in (1, 2, 3)

    def test_require_is_asked_until_it_is_true(self, pool):
        cases = tuple(Case(draw=str(i)) for i in range(9))
        outcomes = self.outcomes(pool, cases=cases, vary=VARY, require="n == 2 and sqrt(4) == 2")
        assert {outcome.params["n"] for outcome in outcomes} == {2}

    @pytest.mark.parametrize(
        ("require", "code", "message"),
        [
            ("n > 3", "rejected", "require: 1000 draws in a row were refused"),
            ("n >", "syntax", "require: invalid syntax"),
            ("n / 0", "exception", "require: ZeroDivisionError"),
            ("m", "exception", "require: NameError"),
        ],
    )
    def test_a_require_that_cannot_be_met_fails_the_case(self, require, code, message, pool):
        cases = (Case(draw="1"),)
        (outcome,) = self.outcomes(pool, cases=cases, vary=VARY, require=require)
        assert outcome.params == {"n": 0}
        assert outcome.failure is not None
        assert outcome.failure.code == code
        assert message in outcome.failure.message

    def test_distinct_skips_repeats_and_stops(self, pool):
        cases = (Case(), *(Case(seed=i, draw=str(i)) for i in range(50)))
        outcomes = self.outcomes(pool, cases=cases, vary=VARY, distinct=3)
        numbers = [outcome.params["n"] for outcome in outcomes]
        assert len(numbers) == len(set(numbers)) == 3
        assert len(self.outcomes(pool, cases=cases, vary=VARY, distinct=10)) == 4

    def test_distinct_holds_across_the_children_of_a_job(self, pool):
        cases = tuple(Case(draw=str(i)) for i in range(30))
        fields = {"cases": cases, "vary": VARY, "distinct": 3}
        outcomes = self.outcomes(pool, snippet="raise ValueError(n)", **fields)
        assert sorted(outcome.params["n"] for outcome in outcomes) == [1, 2, 3]

    def test_without_distinct_repeats_are_run(self, pool):
        assert len(self.outcomes(pool, cases=(Case(seed=0), Case(seed=1)))) == 2

    def test_a_seed_makes_chance_repeatable(self, pool):
        snippet = "import random, numpy as np\nanswer = [random.random(), np.random.rand()]"
        cases = (Case(seed=1), Case(seed=2), Case(seed=1))
        outcomes = self.outcomes(pool, cases=cases, snippet=snippet, outputs=("answer",))
        first, second, again = (outcome.values["answer"] for outcome in outcomes)
        assert first == again != second
        assert [outcome.seed for outcome in outcomes] == [1, 2, 1]

    def test_a_troubled_case_costs_only_itself(self, pool):
        snippet = (
            "import os, sys\n"
            "if n == 1: os._exit(0)\n"
            "if n == 2: os.abort()\n"
            "if n == 3: raise ValueError\n"
            "if n == 4: import time; time.sleep(60)\n"
            "print(n)\nanswer = n"
        )
        cases = tuple(Case(params={"n": n}) for n in range(7))
        outcomes = self.outcomes(
            pool, cases=cases, snippet=snippet, outputs=("answer",), limits=Limits(seconds=0.3)
        )
        codes = [outcome.failure and outcome.failure.code for outcome in outcomes]
        assert codes == [None, "exited", "crashed", "exception", "timeout", None, None]
        assert [outcome.params["n"] for outcome in outcomes] == list(range(7))
        assert [outcome.stdout for outcome in outcomes] == ["0\n", "", "", "", "", "5\n", "6\n"]

    def test_one_case_does_not_see_the_names_of_another(self, pool):
        snippet = "answer = 'left' in globals()\nleft = 1\nlist_.append(1)"
        cases = (Case(params={"list_": []}), Case(params={"list_": []}))
        outcomes = self.outcomes(pool, cases=cases, snippet=snippet, outputs=("answer",))
        assert [outcome.values["answer"] for outcome in outcomes] == [False, False]
        assert [outcome.params["list_"] for outcome in outcomes] == [[], []]
