# expect: timeout
# seconds: 0.4
# Four hashing threads use CPU time faster than the clock runs.
import hashlib
import threading

for _ in range(4):
    threading.Thread(target=hashlib.pbkdf2_hmac, args=("sha256", b"x", b"y", 10**9)).start()
answer = hashlib.pbkdf2_hmac("sha256", b"x", b"y", 10**9)
