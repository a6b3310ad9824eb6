# expect: value | 1
# expect[bare]: value | 1
# A child that cannot end must not become a second server.
import os


def stay(*_):
    raise SystemExit


os._exit = os.kill = os.abort = stay
answer = 1
