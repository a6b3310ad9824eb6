# expect: bad-value | nested too deeply
answer = []
answer.append(answer)
