/// Names of kronfluence's factor files, one per kind, with a tensor per module in each.
enum FactorFile: String, CaseIterable {
  case activationCovariance = "activation_covariance"
  case gradientCovariance = "gradient_covariance"
  case activationCount = "num_activation_covariance_processed"
  case gradientCount = "num_gradient_covariance_processed"
  case activationVectors = "activation_eigenvectors"
  case activationValues = "activation_eigenvalues"
  case gradientVectors = "gradient_eigenvectors"
  case gradientValues = "gradient_eigenvalues"
  case lambda = "lambda_matrix"
  case lambdaCount = "num_lambda_processed"

  /// Where kronfluence keeps the arguments that its loader asks for.
  static let arguments = "factor_arguments.json"

  func path(in directory: String) -> String { directory + "/" + rawValue + ".safetensors" }
}
