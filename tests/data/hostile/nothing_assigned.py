# expect: missing | answer
anwser = 1
