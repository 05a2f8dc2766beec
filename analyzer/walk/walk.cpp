#include "analyzer/walk/walk.h"

#include "analyzer/walk/lower.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"

namespace touchgraph::walk {
namespace {

/// Visits declarations in the order of the source. The system's are passed over whole; templates are visited through
/// their instances, and only where there is none through their pattern.
class Walker {
 public:
  Walker(clang::ASTContext& context, Files& files, Builder& builder)
      : files_(files),
        builder_(builder),
        names_(context, files, builder),
        lowerer_(context, names_, builder),
        context_(context) {}

  void walk() {
    visitAll(context_.getTranslationUnitDecl());
    visitLocalClasses();
    for (std::size_t i = 0; i != patterns_.size(); ++i)
      if (!instantiated_.contains(patterns_[i]->getCanonicalDecl())) {
        lowerer_.addFunction(patterns_[i]);
        visitLocalClasses();
      }
    for (const clang::CXXRecordDecl* pattern : class_patterns_) lowerer_.addClass(pattern);
    addContainers();
    addDeclarations();
  }

 private:
  void visitAll(const clang::DeclContext* context) {
    for (const clang::Decl* decl : context->decls()) visit(decl);
  }

  void visit(const clang::Decl* decl) {
    using D = clang::Decl;
    switch (decl->getKind()) {
      // An `extern "C"` block may include a header: look at what is inside.
      case D::LinkageSpec:
      case D::Export:
        visitAll(clang::Decl::castToDeclContext(decl));
        return;
      default:
        break;
    }
    if (decl->isInvalidDecl() && !llvm::isa<clang::FunctionDecl, clang::TagDecl, clang::NamespaceDecl>(decl)) return;
    if (files_.isSystem(decl->getLocation())) return;
    switch (decl->getKind()) {
      case D::Namespace:
        visitAll(llvm::cast<clang::NamespaceDecl>(decl));
        return;
      case D::Friend:
        if (const clang::NamedDecl* named = llvm::cast<clang::FriendDecl>(decl)->getFriendDecl())
          if (llvm::isa<clang::FunctionDecl, clang::FunctionTemplateDecl>(named)) visit(named);
        return;
      case D::FunctionTemplate:
        visitFunctionTemplate(llvm::cast<clang::FunctionTemplateDecl>(decl));
        return;
      case D::ClassTemplate:
        visitClassTemplate(llvm::cast<clang::ClassTemplateDecl>(decl));
        return;
      case D::VarTemplate:
        for (const clang::VarDecl* instance : llvm::cast<clang::VarTemplateDecl>(decl)->specializations())
          if (instance->hasInit()) lowerer_.addGlobal(instance);
        return;
      case D::Record:
      case D::CXXRecord:
      case D::ClassTemplateSpecialization:
        visitClass(llvm::cast<clang::RecordDecl>(decl));
        return;
      // Its instances hang at the primary template.
      case D::ClassTemplatePartialSpecialization:
        visitClass(llvm::cast<clang::RecordDecl>(decl));
        return;
      case D::Enum:
        if (!decl->getDeclContext()->isDependentContext()) lowerer_.addEnum(llvm::cast<clang::EnumDecl>(decl));
        return;
      case D::Var:
      case D::VarTemplateSpecialization: {
        const auto* variable = llvm::cast<clang::VarDecl>(decl);
        if (variable->hasGlobalStorage() && !variable->getDeclContext()->isDependentContext())
          lowerer_.addGlobal(variable);
        return;
      }
      default:
        if (const auto* function = llvm::dyn_cast<clang::FunctionDecl>(decl)) visitFunction(function);
        return;
    }
  }

  void visitFunctionTemplate(const clang::FunctionTemplateDecl* decl) {
    visitFunction(decl->getTemplatedDecl());
    if (!templates_.insert(decl->getCanonicalDecl()).second) return;
    for (const clang::FunctionDecl* instance : decl->specializations()) visitFunction(instance);
  }

  void visitClassTemplate(const clang::ClassTemplateDecl* decl) {
    const clang::CXXRecordDecl* pattern = decl->getTemplatedDecl();
    if (pattern->isThisDeclarationADefinition()) visitClass(pattern);
    if (!templates_.insert(decl->getCanonicalDecl()).second) return;
    for (const clang::ClassTemplateSpecializationDecl* instance : decl->specializations())
      if (instance->getSpecializationKind() != clang::TSK_ExplicitSpecialization) visitClass(instance);
    if (decl->spec_begin() == decl->spec_end()) class_patterns_.push_back(pattern);
  }

  void visitClass(const clang::RecordDecl* record) {
    if (!record->isThisDeclarationADefinition() || !records_.insert(record).second) return;
    const auto* cxx = llvm::dyn_cast<clang::CXXRecordDecl>(record);
    if (cxx != nullptr && cxx->isLambda()) return;
    if (!record->isDependentContext()) lowerer_.addClass(record);
    visitAll(record);
  }

  void visitFunction(const clang::FunctionDecl* function) {
    if (function->hasAttr<clang::AnnotateAttr>()) annotated_.push_back(function);
    if (llvm::isa<clang::CXXDeductionGuideDecl>(function) || function->isDeleted()) return;
    if (const auto* destructor = llvm::dyn_cast<clang::CXXDestructorDecl>(function);
        destructor && function->isDefaulted() && !function->isDependentContext()) {
      lowerer_.addDestructor(destructor);
      return;
    }
    if (function->isDependentContext()) {
      if (function->doesThisDeclarationHaveABody()) patterns_.push_back(function);
      return;
    }
    const bool instance = function->isTemplateInstantiation();
    if (!instance && !function->doesThisDeclarationHaveABody()) return;
    if (function->getBody() == nullptr) return;
    if (const clang::FunctionDecl* pattern = function->getTemplateInstantiationPattern())
      instantiated_.insert(pattern->getCanonicalDecl());
    // Copies that the compiler makes member by member say nothing; constructions with defaults do.
    if (function->isDefaulted()) {
      const auto* constructor = llvm::dyn_cast<clang::CXXConstructorDecl>(function);
      if (constructor == nullptr || constructor->isCopyOrMoveConstructor()) return;
    }
    lowerer_.addFunction(function);
    visitLocalClasses();
  }

  void visitLocalClasses() {
    for (auto found = lowerer_.takeLocalClasses(); !found.empty(); found = lowerer_.takeLocalClasses())
      for (const clang::TagDecl* tag : found)
        if (const auto* record = llvm::dyn_cast<clang::RecordDecl>(tag)) visit(record);
  }

  /// Naming the elements of one container can name another.
  void addContainers() {
    for (std::size_t i = 0; i < names_.containers().size(); ++i) {
      const clang::RecordDecl* container = names_.containers()[i];
      if (const Id element = names_.elementSymbol(container); element != kNone)
        builder_.facts.containers.push_back({names_.symbol(container), element});
    }
  }

  /// Prototypes with annotations, of functions this unit does not define.
  void addDeclarations() {
    llvm::DenseSet<Id> known;
    for (const FunctionFacts& function : builder_.facts.functions) known.insert(function.symbol);
    for (const clang::FunctionDecl* function : annotated_) {
      const Id symbol = names_.symbol(function);
      if (!known.insert(symbol).second) continue;
      builder_.facts.declarations.push_back({symbol, lowerer_.annotations(function->getMostRecentDecl())});
    }
  }

  Files& files_;
  Builder& builder_;
  Names names_;
  Lowerer lowerer_;
  clang::ASTContext& context_;
  std::vector<const clang::FunctionDecl*> patterns_, annotated_;
  std::vector<const clang::CXXRecordDecl*> class_patterns_;
  llvm::DenseSet<const clang::FunctionDecl*> instantiated_;
  llvm::DenseSet<const clang::Decl*> templates_, records_;
};

}  // namespace

UnitFacts walkUnit(clang::ASTContext& context, Files& files, const std::string& file) {
  files.attach(context.getSourceManager());
  Builder builder;
  builder.facts.file = file;
  Walker(context, files, builder).walk();
  return std::move(builder.facts);
}

}  // namespace touchgraph::walk
