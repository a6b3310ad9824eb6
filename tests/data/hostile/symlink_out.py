# expect[bubblewrap]: exception
# expect[process]: value | "secret"
import os

os.symlink(home, "way_out")
answer = open("way_out/.ssh/id_ed25519").read()
