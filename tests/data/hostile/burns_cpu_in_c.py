# expect: timeout
# seconds: 0.4
# One call that runs no bytecode, so no Python signal handler gets a turn.
answer = sum(range(10**12))
