# expect: memory
import numpy as np

answer = np.ones(2**29).sum()
