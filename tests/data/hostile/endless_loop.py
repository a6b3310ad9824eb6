# expect: timeout
# seconds: 0.4
# line: 4
while True:
    pass
