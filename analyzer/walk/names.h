#pragma once

#include "analyzer/walk/builder.h"
#include "analyzer/walk/files.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/PrettyPrinter.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

/// Symbols, qualified names and types of declarations, as facts spell them.
namespace touchgraph::walk {

class Names {
 public:
  Names(clang::ASTContext& context, Files& files, Builder& builder);

  /// Symbol of a function, variable, field or class: clang's USR, made unique for everything that is local to a file
  /// or a function, and free of absolute paths.
  Id symbol(const clang::NamedDecl* decl);
  /// "shop::CartRepo::insert": no template arguments, inline or anonymous namespaces.
  Id qualifiedName(const clang::NamedDecl* decl);
  /// "(const QString &, int)" in canonical types.
  std::string signature(const clang::FunctionDecl* function) const;
  /// The same as written.
  std::string writtenSignature(const clang::FunctionDecl* function) const;
  /// A type as written.
  Id typeName(clang::QualType type);

  /// The class a type is about: without references, pointers, arrays, cv and smart wrappers. Null for scalars,
  /// enumerations and strings.
  const clang::RecordDecl* classOf(clang::QualType type);
  /// Symbol of `classOf`, or kNone.
  Id classSymbol(clang::QualType type);
  /// Of a container of a library: symbol of the class of its elements (of a map, of its values); else kNone.
  Id elementSymbol(const clang::RecordDecl* record);
  /// The containers of libraries that were named so far.
  llvm::ArrayRef<const clang::RecordDecl*> containers() const { return containers_; }

  /// The function (or kNone string) symbols, class symbols and constants among template arguments.
  void templateArguments(llvm::ArrayRef<clang::TemplateArgument> arguments, llvm::SmallVectorImpl<Id>& out);

  /// The user's classes and enumerations that a type is made of, template arguments included (types.cpp).
  void parts(clang::QualType type, std::vector<Id>& out);
  /// Whether code elsewhere can write the name of this class or enumeration (types.cpp).
  static bool isNameable(const clang::TagDecl* tag);
  /// The namespace around it, "" for the global one (types.cpp).
  Id space(const clang::TagDecl* tag);

  Files& files() { return files_; }

 private:
  std::string makeSymbol(const clang::NamedDecl* decl);
  std::string lambdaSymbol(const clang::CXXRecordDecl* lambda);
  void appendLocalArguments(const clang::Decl* decl, std::string& out);
  void appendLocalArgument(const clang::TemplateArgument& argument, std::string& out);
  const std::string& contextName(const clang::DeclContext* context);
  std::string declaredName(const clang::NamedDecl* decl) const;

  Files& files_;
  Builder& builder_;
  clang::PrintingPolicy canonical_, written_;
  llvm::DenseMap<const clang::Decl*, Id> symbols_, names_;
  llvm::DenseMap<const clang::DeclContext*, std::string> contexts_;
  llvm::DenseMap<const clang::Type*, Id> class_symbols_;
  llvm::SmallVector<const clang::RecordDecl*> containers_;
};

}  // namespace touchgraph::walk
