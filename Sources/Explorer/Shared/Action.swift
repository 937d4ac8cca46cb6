/// Everything a person can ask for; the raw value is the command's name after `:`.
package enum Action: String, Sendable, CaseIterable {
  // Places.
  case explore, read, compare, findings, ask, jobs
  case nextPane = "next-pane"
  case previousPane = "previous-pane"
  case back, leave, quit, interrupt
  // Help and prompts.
  case help, command, palette, facts, messages, themes, tour
  // The screen.
  case redraw, suspend, reload, mouse, preview, bars, zoom, wide, numbers
  case moveBorderLeft = "border-left"
  case moveBorderRight = "border-right"
  // Moving.
  case down, up, left, right, open, top, end
  case pageDown = "page-down"
  case pageUp = "page-up"
  case halfDown = "half-down"
  case halfUp = "half-up"
  case goRank = "rank"
  case goQuestion = "question"
  case goDocument = "go-document"
  // Finding and filtering.
  case find, narrow
  case findNext = "find-next"
  case findPrevious = "find-previous"
  case filterCode = "filter-code"
  case filterTextbook = "filter-textbook"
  case filterForum = "filter-forum"
  case filterEncyclopedia = "filter-encyclopedia"
  case filterOther = "filter-other"
  case allTypes = "all-types"
  case signPlus = "positive"
  case signMinus = "negative"
  case signBoth = "both-signs"
  case nextSign = "sign"
  case filterAnswer = "has-answer"
  case filterStarred = "starred"
  case filterUnread = "unread"
  case filterTop = "top-k"
  case filterCondition = "where"
  case clearFilters = "clear"
  case foldCopies = "fold-copies"
  // Views.
  case viewRaw = "view-raw"
  case viewPerNat = "view-nat"
  case viewNorm = "view-norm"
  case nextView = "view"
  case hold
  // Columns.
  case nextColumn = "next-column"
  case previousColumn = "previous-column"
  case sortColumn = "sort-column"
  case chooseColumns = "columns"
  case hideColumn = "hide-column"
  case widenColumn = "widen-column"
  case narrowColumn = "narrow-column"
  // Several documents at once.
  case mark
  case markRange = "mark-range"
  case markAll = "mark-all"
  case undo
  // Doing something with what is selected.
  case star, pin
  case copyLine = "copy-line"
  case copyId = "copy-id"
  case copyText = "copy-text"
  case copyQuestion = "copy-question"
  case copyLink = "copy-link"
  case exportTable = "export-table"
  case exportLines = "export-lines"
  case exportCard = "export-card"
  case exportScreen = "export-screen"
  case exportPicture = "export-picture"
  // The reader.
  case nextDocument = "next-document"
  case previousDocument = "previous-document"
  case nextAnswer = "next-answer"
  case previousAnswer = "previous-answer"
  case answerMarks = "answer-marks"
  case nextHot = "next-hot"
  case previousHot = "previous-hot"
  case heat
  case heatByToken = "heat-by-token"
  case heatByWord = "heat-by-word"
  case heatBySentence = "heat-by-sentence"
  case heatByLine = "heat-by-line"
  case heatByParagraph = "heat-by-paragraph"
  case heatScale = "heat-scale"
  case milder, stronger
  // Comparing.
  case lock, swap, overlap
  case chooseA = "choose-a"
  case chooseB = "choose-b"
  // Findings.
  case deeper, shallower
  case otherSide = "other-side"
  case relative
  case nextOrder = "order"
  case nextCoefficient = "coefficient"
  case onlyVerdict = "only-verdict"
  case onlyGroup = "only-group"
  case studyView = "study-view"
  case everyQuestion = "every-question"
  case exportFigure = "export-figure"
  case nextFinding = "next-finding"
  case previousFinding = "previous-finding"
  // The engine.
  case edit
  case newQuestion = "new-question"
  case editAnswer = "edit-answer"
  case keepQuestion = "keep"
  case discardQuestion = "discard"
  case olderQuestion = "older"
  case newerQuestion = "newer"
  case startEngine = "start"
  case stopEngine = "stop"
  // Requests that wait for an engine.
  case pauseJob = "pause-request"
  case pauseEngine = "pause"
  case cancelJob = "cancel-request"
  case retryJob = "retry"
  case sooner, later
  case everyJob = "every-request"
  case wholeLog = "log"
}
