# expect: timeout
# seconds: 0.4
# The soft alarm is an exception in the snippet; only the server's kill ends this.
while True:
    try:
        while True:
            pass
    except BaseException:
        continue
