internal import Findings
internal import Terminal

/// What takes seconds and is done beside rankings.
extension QueryService {
  func summarise(_ question: Int) {
    guard var answering = self.answering else { return }
    do {
      mailbox.post(.summaries(question: question, try answering.summaries(question: question)))
    } catch {
      mailbox.post(.failed("\(error)"))
    }
  }

  func study(_ options: StudyOptions) {
    guard var answering = self.answering else { return }
    do {
      mailbox.post(.study(try answering.study(options)))
    } catch {
      mailbox.post(
        .study(StudyAnswer(study: nil, rows: [], options: options, trouble: "\(error)")))
    }
  }

  func count(_ request: FieldsRequest) {
    guard var answering = self.answering else { return }
    do {
      mailbox.post(.fieldsCounted(try answering.fields(request)))
    } catch {
      mailbox.post(
        .fieldsCounted(FieldsAnswer(request: request, finding: nil, trouble: "\(error)")))
    }
  }
}
