import RunModel

let jobsBindings: [Binding] = [
  Binding(.jobs, ".", .nextColumn, "", "the next column, for i", run: act { $0.moveColumn(by: 1) }),
  Binding(.jobs, ",", .previousColumn, "", "the column before", run: act { $0.moveColumn(by: -1) }),
  Binding(.jobs, "j | Down", .down, "", "next request", run: act { $0.moveInJobs(.down) }),
  Binding(.jobs, "k | Up", .up, "", "previous request", run: act { $0.moveInJobs(.up) }),
  Binding(.jobs, "g g | Home", .top, "", "newest request", run: act { $0.moveInJobs(.top) }),
  Binding(.jobs, "G | g e | End", .end, "", "oldest request", run: act { $0.moveInJobs(.end) }),
  Binding(
    .jobs, "PgDn | Ctrl-F", .pageDown, "", "a page down", run: act { $0.moveInJobs(.pageDown) }),
  Binding(.jobs, "PgUp | Ctrl-B", .pageUp, "", "a page up", run: act { $0.moveInJobs(.pageUp) }),
  Binding(
    .jobs, "i", .facts, "facts", "facts about the request and the engine",
    run: act { $0.showJobFacts() }),
  Binding(
    .jobs, "r", .retryJob, "retry", "put the failed request back, or start the engine",
    run: { $0.manage(.retryJob) }),
  Binding(
    .jobs, "P", .pauseEngine, "pause", "let the engine rest after its block, or go on",
    run: { $0.pauseEngine() }),
  Binding(
    .jobs, "p", .pauseJob, "hold", "keep the request from being taken, or let it go",
    run: { $0.manage(.pauseJob) }),
  Binding(
    .jobs, "X", .cancelJob, "cancel", "cancel the request; :retry puts it back",
    run: { $0.manage(.cancelJob) }),
  Binding(
    .jobs, "a", .everyJob, "", "list requests about token heat that are done, or not",
    run: act { $0.toggleEveryJob() }),
  Binding(
    .jobs, "+", .sooner, "sooner", "a higher priority for the request", run: { $0.manage(.sooner) }),
  Binding(
    .jobs, "-", .later, "later", "a lower priority for the request", run: { $0.manage(.later) }),
  Binding(
    .jobs, "Enter | L", .wholeLog, "log", "the engine's log, as far as it is kept",
    run: act { $0.showLog() }),
  Binding(
    .jobs, "S", .stopEngine, "stop", "stop the engine; what is committed is kept",
    run: { $0.stopEngine() }),
]
