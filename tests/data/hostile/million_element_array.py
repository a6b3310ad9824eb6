# expect: too-large | 1000000 items
import numpy as np

answer = np.zeros((1000, 1000))
