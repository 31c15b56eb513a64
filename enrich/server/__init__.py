"""The service: ``enrich serve``, one HTTP server in front of processes that link.

settings   what the operator chose, and every limit
protocol   connections: slow ones, long headers, readers that do not read
gate       each request before it is answered: host, token, headers, one line in the log
parameters those of the address: unknown ones refused, and what is wrong with one, in words
bodies     bodies read, within their limits
pool       the processes, the queue before them, and what becomes of a request when one dies
process    what runs in such a process; ``tasks`` is the registry of what it can be asked
linking    the task behind /link: a body into documents, results into a format
knowing    the tasks behind /lookup, /entity and /reconcile
annotating the tasks behind /annotate and /spot, in the words of DBpedia Spotlight
reconcile/ the reconciliation API, apart from HTTP
app        the application; its routes stand in ``link``, ``batch``, ``entities``, ``matching``,
           ``spotlight``, ``status``, ``pages``, one module for each, named in a registry
running    all of it started, and stopped

The server itself reads no text: bodies go to the processes as bytes, and what comes back is
written out as it is. So a text can cost a process, and never the server.
"""
