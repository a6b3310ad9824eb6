# expect: bad-value | nested too deeply
answer = []
for _ in range(10_000):
    answer = [answer]
