# expect: bad-value | channel
import os

for descriptor in range(256):
    try:
        os.write(descriptor, b'\xff\xff\xff\xff{"job": 1, "values": {"answer": "forged"}}')
    except OSError:
        continue
answer = 1
