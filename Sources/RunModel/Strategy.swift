/// How the Hessian is approximated; the raw value is what files and the database hold.
package enum Strategy: String, Sendable, Codable, CaseIterable {
  /// Kronecker factors with eigenvalues corrected per sequence (George et al. 2018).
  case ekfac
  /// Kronecker factors with the covariances' own eigenvalues (Martens and Grosse 2015).
  case kfac
  /// As EK-FAC, with the eigenvectors of the summed G Gᵀ and Gᵀ G of whole sequences (Gupta et al. 2018;
  /// Vyas et al. 2024).
  case shampoo
  /// None, the Hessian being the identity: plain inner products of gradients.
  case identity

  /// Reads the word that a person writes: the raw value, or `dot-product` for the identity.
  package init?(word: String) {
    if word == "dot-product" { self = .identity } else { self.init(rawValue: word) }
  }

  /// The words that a person may write, as a sentence lists them.
  package static var words: String {
    let all = allCases.map(\.rawValue)
    return all.dropLast().joined(separator: ", ") + " or " + (all.last ?? "")
  }

  /// Whether factors must be fitted, or read, before anything can be scored.
  package var needsFactors: Bool { self != .identity }

  /// Whether the eigenvalues come from a pass over the gradients of their own.
  package var correctsEigenvalues: Bool { self == .ekfac || self == .shampoo }

  /// The strategy's name for people.
  package var title: String {
    switch self {
    case .ekfac: "EK-FAC"
    case .kfac: "K-FAC"
    case .shampoo: "eigenvalue-corrected Shampoo"
    case .identity: "gradient dot product"
    }
  }
}

/// Where a run's scores come from; the raw value is what the database holds as the run's strategy.
package enum ScoreOrigin: String, Sendable, Codable, CaseIterable {
  case ekfac, kfac, shampoo, identity
  /// Read from a file that another program wrote.
  case imported

  package init(_ strategy: Strategy) {
    switch strategy {
    case .ekfac: self = .ekfac
    case .kfac: self = .kfac
    case .shampoo: self = .shampoo
    case .identity: self = .identity
    }
  }

  /// What they were computed with here; nil for scores from elsewhere.
  package var strategy: Strategy? {
    switch self {
    case .ekfac: .ekfac
    case .kfac: .kfac
    case .shampoo: .shampoo
    case .identity: .identity
    case .imported: nil
    }
  }

  /// Whether an engine can go on with such a run.
  package var isComputedHere: Bool { strategy != nil }
}

/// Which linear layers of the blocks take part.
package enum ModuleSelection: String, Sendable, Codable, CaseIterable {
  case all, mlp, attention
}

/// Where the labels come from whose gradients the factors are fitted from.
package enum LabelSource: String, Sendable, Codable, CaseIterable {
  /// Drawn from the model's own distribution: the true Fisher matrix.
  case sampled
  /// The data's next tokens: the empirical Fisher matrix.
  case data
}
