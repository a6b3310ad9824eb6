# expect: value | 1
import threading
import time

threading.Thread(target=time.sleep, args=(3600,)).start()
answer = 1
