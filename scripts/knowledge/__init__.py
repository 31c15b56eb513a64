"""What the gazetteer knows of what texts name: links over all golds, gain and harm, the unknown.

``scripts/measure_knowledge.py`` is the command; ``docs/evaluation.md`` says what is counted.
"""
