"""A slow, obvious twin of the housing floors, in plain Python.

It reads the same text cells and the same policy as the engine, judges every pair on its own with fractions, and finds the best plan by
enumeration (`brute_force`) or by outside solvers (`outside`). It shares no code with the engine.
"""
