# expect: bad-value | could not be read
# A well-formed frame, with a value that no outcome may hold.
import os
import struct

reply = b'D{"params": {}, "values": {"answer": {"not": "allowed"}}}'
os.write(3, struct.pack("!I", len(reply)) + reply)
answer = 1
