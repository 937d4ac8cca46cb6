package import Influence
package import Store
import Workspace

extension StepStorageFact {
  package init(_ form: StepForm) {
    switch form {
    case .whole: self.init(form: .whole, title: form.title)
    case .bytes: self.init(form: .bytes, title: form.title)
    case .factors(let rank, let isHalved):
      self.init(form: .factors, rank: rank, isHalved: isHalved, title: form.title)
    }
  }

  /// The form that the influence code takes.
  package var stepForm: StepForm {
    switch form {
    case .whole: .whole
    case .bytes: .bytes
    case .factors: .factors(rank: min(max(1, rank ?? 1), StepRank.largest), isHalved: isHalved)
    }
  }
}
