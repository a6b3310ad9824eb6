# expect: bad-value | of type Payload
class Payload:
    def __reduce__(self):
        return exec, ("raise SystemExit('unpickled')",)


answer = Payload()
