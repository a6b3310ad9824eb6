# expect: exited | exit status 3
import os
import threading
import time

threading.Thread(target=os._exit, args=(3,)).start()
time.sleep(3600)
