#include "analyzer/models/models.h"
#include "analyzer/models/rows.h"

/// Qt's text, variants and containers, and its ways of calling something later: signals, timers, tasks.
namespace touchgraph::models {
namespace {

constexpr Names kTexts = {"QString",    "QByteArray",     "QLatin1String",   "QLatin1StringView", "QStringView",
                          "QStringRef", "QAnyStringView", "QUtf8StringView", "QByteArrayView"};

void addConstructorsOfText(Library& library) {
  for (std::string_view text : kTexts) {
    addConstructors(library, {text}, {.role = Role::TextAssign, .statement = kResult, .max_args = 0, .literal = ""});
    // (count, character)
    addConstructors(library, {text},
                    {.role = Role::Quote, .value = arg(1), .min_args = 2, .signature_has = "(int, QChar"});
    addConstructors(library, {text},
                    {.role = Role::Quote, .value = arg(1), .min_args = 2, .signature_has = "(int, char"});
    addConstructors(library, {text},
                    {.role = Role::Quote, .value = arg(1), .min_args = 2, .signature_has = "(long long, QChar"});
    addConstructors(library, {text}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
    addMethods(library, text,
               {"toStdString",
                "toUtf8",
                "toLatin1",
                "toLocal8Bit",
                "toAscii",
                "toUcs4",
                "utf16",
                "unicode",
                "constData",
                "data",
                "toString",
                "toByteArray",
                "toStdWString",
                "operator const char *",
                "operator const void *",
                "latin1",
                "c_str",
                "view",
                "operator QString",
                "operator QStringView",
                "string",
                "trimmed_view"},
               {.role = Role::TextForward, .text = kReceiver});
    // The text of the program survives these; a value put through them is no longer the same value.
    addMethods(library, text,
               {"trimmed", "simplified", "toLower", "toUpper", "toCaseFolded", "normalized", "toHtmlEscaped",
                "leftJustified", "rightJustified", "repeated", "toHex", "toBase64", "toPercentEncoding"},
               {.role = Role::TextForward, .text = kReceiver, .alters = true});
    addMethods(library, text,
               {"toInt", "toUInt", "toLong", "toULong", "toLongLong", "toULongLong", "toShort", "toUShort", "toDouble",
                "toFloat"},
               {.role = Role::Forward, .value = kReceiver});
    addMethods(library, text, {"size", "length", "count"},
               {.role = Role::TextLength, .text = kReceiver, .max_args = 0});
    addMethods(library, text, {"begin", "end", "cbegin", "cend", "constBegin", "constEnd"},
               {.role = Role::Forward, .value = kReceiver});
    addMethods(library, text,
               {"isEmpty", "isNull", "contains", "startsWith", "endsWith", "indexOf", "lastIndexOf", "compare", "count",
                "reserve", "squeeze", "capacity", "at", "operator[]", "detach", "localeAwareCompare", "isDetached"},
               {.role = Role::Ignore});
    addMethods(library, text, {"left", "leftRef", "first"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kResult, .value = arg(0)});
    addMethods(library, text, {"mid", "midRef", "sliced"},
               {.role = Role::TextCut,
                .text = kReceiver,
                .statement = kResult,
                .index = arg(0),
                .value = arg(1),
                .min_args = 2});
    addMethods(library, text, {"mid", "midRef", "sliced"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kResult, .index = arg(0)});
    addMethods(library, text, {"right", "rightRef", "last"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kResult, .value = arg(0), .op = "last"});
    addMethods(library, text, {"chopped"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kResult, .value = arg(0), .op = "drop"});
    addMethods(library, text, {"chop"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver, .value = arg(0), .op = "drop"});
    addMethods(library, text, {"truncate", "resize"},
               {.role = Role::TextCut, .text = kReceiver, .statement = kReceiver, .value = arg(0)});
  }
  // QStringLiteral and u""_s wrap the characters in private types.
  add(library,
      {"QStringDataPtr::QStringDataPtr", "QByteArrayDataPtr::QByteArrayDataPtr", "QtPrivate::qMakeStringPrivate",
       "operator\"\"_qs", "operator\"\"_ba", "Qt::Literals::StringLiterals::operator\"\"_s",
       "Qt::Literals::StringLiterals::operator\"\"_L1", "Qt::Literals::StringLiterals::operator\"\"_ba",
       "Qt::StringLiterals::operator\"\"_s", "Qt::StringLiterals::operator\"\"_L1"},
      {.role = Role::TextForward, .text = arg(0)});
  // Qt 6 gives the literal's characters to the text through the pointer it keeps: (header, characters, size).
  add(library, {"QArrayDataPointer::QArrayDataPointer"},
      {.role = Role::TextForward, .text = arg(1), .min_args = 3, .signature_has = "*, "});
  add(library, {"QStaticStringData::data_ptr", "QStaticByteArrayData::data_ptr"},
      {.role = Role::Forward, .value = kReceiver});
  add(library,
      {"QString::fromUtf8", "QString::fromStdString", "QString::fromLatin1", "QString::fromLocal8Bit",
       "QString::fromUtf16", "QString::fromWCharArray", "QString::fromStdWString", "QString::fromRawData",
       "QByteArray::fromStdString", "QByteArray::fromRawData", "qUtf8Printable", "qPrintable", "qUtf16Printable",
       "QObject::tr", "qtTrId", "qFlagLocation", "QtPrivate::asString", "QString::fromAscii"},
      {.role = Role::TextForward, .text = arg(0)});
  add(library, {"QCoreApplication::translate", "QApplication::translate", "QGuiApplication::translate"},
      {.role = Role::TextForward, .text = arg(1), .min_args = 2});
}

void addBuilding(Library& library) {
  const Names owners = {"QString", "QByteArray"};
  addMethods(library, owners, {"operator=", "swap"},
             {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addMethods(library, owners, {"operator+=", "append", "push_back"},
             {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .bind_count = 1});
  addMethods(library, owners, {"prepend", "push_front"},
             {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver, .op = "front", .bind_count = 1});
  addMethods(library, owners, {"remove"},
             {.role = Role::TextCut,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .op = "remove",
              .signature_has = "(int, int"});
  addMethods(library, owners, {"remove"},
             {.role = Role::TextReplace, .text = kReceiver, .statement = kReceiver, .index = arg(0)});
  addMethods(library, owners, {"insert", "fill"}, {.role = Role::Change, .statement = kReceiver});
  addMethods(library, owners, {"clear"}, {.role = Role::TextAssign, .statement = kReceiver, .literal = ""});
  addMethods(library, owners, {"setNum"}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addMethods(library, owners, {"number"}, {.role = Role::Quote, .value = arg(0)});
  addMethods(library, owners, {"replace"},  // (what, with): both texts
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .max_args = 3,
              .signature_has = "(const Q"});
  addMethods(library, owners, {"replace"},
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .signature_has = "(QLatin1String"});
  addMethods(library, owners, {"replace"},
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .signature_has = "(QChar"});
  addMethods(library, owners, {"replace"},
             {.role = Role::TextReplace,
              .text = kReceiver,
              .statement = kReceiver,
              .index = arg(0),
              .value = arg(1),
              .signature_has = "(const char *"});

  addMethods(library, owners, {"replace"}, {.role = Role::Change, .statement = kReceiver});
  addIgnored(library, {"QString::operator==", "QString::operator!=", "QByteArray::operator=="});
  for (std::string_view comparison : {"operator==", "operator!=", "operator<"})
    add(library, {comparison}, {.role = Role::Ignore, .signature_has = "QString"});

  // With a width the arguments after the first only say how it is padded.
  for (std::string_view text : {"QString", "QStringView", "QLatin1String"}) {
    addMethods(library, text, {"arg"},
               {.role = Role::TextFormat,
                .text = kReceiver,
                .bind_from = 0,
                .format = FormatStyle::Percent,
                .signature_has = "int, QChar)",
                .bind_count = 1});
    addMethods(library, text, {"arg"},
               {.role = Role::TextFormat, .text = kReceiver, .bind_from = 0, .format = FormatStyle::Percent});
  }
  add(library, {"QString::asprintf", "QString::vasprintf"}, {.role = Role::TextFormat, .text = arg(0), .bind_from = 1});
  add(library, {"QString::sprintf", "QString::vsprintf"},
      {.role = Role::TextFormat, .text = arg(0), .statement = kReceiver, .bind_from = 1});

  // operator+ and operator% of QString, QByteArray and QStringBuilder are free functions of no namespace.
  add(library, {"operator+", "operator%"}, {.role = Role::TextConcat, .signature_has = "QString"});
  add(library, {"operator+", "operator%"}, {.role = Role::TextConcat, .signature_has = "QByteArray"});
  add(library, {"operator+", "operator%"}, {.role = Role::TextConcat, .signature_has = "QLatin1String"});
  add(library, {"operator+=", "operator<<"},
      {.role = Role::TextAppend, .text = arg(1), .statement = arg(0), .signature_has = "(QString &", .bind_count = 1});
  add(library, {"QStringBuilder::operator QString", "QStringBuilder::operator QByteArray", "QStringBuilder::convertTo"},
      {.role = Role::TextForward, .text = kReceiver});
  addConstructors(library, {"QStringBuilder"}, {.role = Role::TextConcat, .min_args = 2});

  // QTextStream writes into the string whose address it was given, or reads a device.
  addConstructors(library, {"QTextStream", "QDataStream"}, {.role = Role::Forward, .value = arg(0), .min_args = 1});
  add(library, {"QTextStream::operator<<"},
      {.role = Role::TextAppend, .statement = kReceiver, .signature_has = "(QTextStream", .literal = "\n"});
  add(library, {"QTextStream::operator<<"}, {.role = Role::TextAppend, .text = arg(0), .statement = kReceiver});
  add(library, {"operator<<"},
      {.role = Role::TextAppend, .statement = arg(0), .signature_has = "(QTextStream &, QTextStream", .literal = "\n"});
  add(library, {"QTextStream::readAll", "QIODevice::readAll", "QFile::readAll"},
      {.role = Role::Resource, .text = kReceiver});
  addConstructors(library, {"QFile"}, {.role = Role::TextForward, .text = arg(0), .min_args = 1});
  add(library, {"QFile::setFileName"}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addIgnored(library, {"QFile::open", "QIODevice::open", "QFile::close", "QIODevice::close", "QFileDevice::close",
                       "QFile::exists", "QIODevice::errorString", "QIODevice::isOpen", "QTextStream::setCodec",
                       "QTextStream::setEncoding"});
}

void addVariants(Library& library) {
  addConstructors(library, {"QVariant"}, {.role = Role::Forward, .value = arg(0), .min_args = 1, .max_args = 1});
  // A setting may have its default or whatever was stored.
  add(library, {"QSettings::value"}, {.role = Role::Forward, .value = kReceiver, .min_args = 2, .also = true});
  add(library, {"QSettings::value"}, {.role = Role::Forward, .value = arg(1), .min_args = 2});
  add(library, {"QPair::QPair", "qMakePair"},
      {.role = Role::Pack, .bind_from = 0, .min_args = 2, .member = "first,second"});
  add(library, {"QSharedPointer::create"}, {.role = Role::Construct, .bind_from = 0});
  addMethods(library, "QVariant",
             {"toString",     "toInt",       "toUInt", "toLongLong", "toULongLong", "toDouble", "toFloat",
              "toBool",       "toByteArray", "toDate", "toDateTime", "toTime",      "toChar",   "toList",
              "toStringList", "toMap",       "toHash", "toUuid",     "toReal",      "toUrl",    "value"},
             {.role = Role::Forward, .value = kReceiver});
  add(library,
      {"QVariant::fromValue", "QVariant::fromStdVariant", "qvariant_cast", "qVariantFromValue", "qMove", "qAsConst",
       "QUuid::QUuid", "QUrl::QUrl", "QChar::QChar", "QDate::fromString", "QDateTime::fromString", "QUuid::fromString"},
      {.role = Role::Forward, .value = arg(0)});
  add(library, {"QVariant::setValue", "QVariant::operator="},
      {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
  addIgnored(library, {"QVariant::isNull", "QVariant::isValid", "QVariant::type", "QVariant::userType",
                       "QVariant::canConvert", "QVariant::typeName", "QVariant::clear", "QVariant::convert"});
  add(library,
      {"QDate::toString", "QDateTime::toString", "QTime::toString", "QUuid::toString", "QUrl::toString",
       "QUuid::toByteArray"},
      {.role = Role::TextForward, .text = kReceiver});
}

void addContainers(Library& library) {
  const Names sequences = {"QList",  "QVector", "QStringList", "QVarLengthArray",    "QLinkedList",
                           "QStack", "QQueue",  "QSet",        "QListSpecialMethods"};
  addMethods(
      library, sequences,
      {"append", "push_back", "prepend", "push_front", "operator<<", "operator+=", "push", "enqueue"},
      {.role = Role::Insert, .statement = kReceiver, .value = arg(0), .signature_has = "(const QList<", .each = true});
  addMethods(library, sequences,
             {"append", "push_back", "prepend", "push_front", "operator<<", "operator+=", "push", "enqueue"},
             {.role = Role::Insert,
              .statement = kReceiver,
              .value = arg(0),
              .signature_has = "(const QVector<",
              .each = true});
  addMethods(library, sequences,
             {"append", "push_back", "prepend", "push_front", "operator<<", "operator+=", "push", "enqueue"},
             {.role = Role::Insert,
              .statement = kReceiver,
              .value = arg(0),
              .signature_has = "(const QStringList",
              .each = true});
  addMethods(library, sequences,
             {"append", "push_back", "prepend", "push_front", "operator<<", "operator+=", "push", "enqueue"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(0)});
  addMethods(library, {"QSet"}, {"insert"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(0), .max_args = 1});
  addMethods(library, sequences, {"insert"},
             {.role = Role::Insert, .statement = kReceiver, .value = arg(1), .max_args = 2});
  addMethods(library, sequences, {"emplace_back", "emplaceBack"},
             {.role = Role::Insert, .statement = kReceiver, .bind_from = 0});
  addMethods(library, sequences, {"at", "operator[]", "value", "takeAt"},
             {.role = Role::Element, .statement = kReceiver, .index = arg(0)});
  addMethods(library, sequences,
             {"first", "last", "front", "back", "constFirst", "constLast", "takeFirst", "takeLast", "top", "head",
              "pop", "dequeue"},
             {.role = Role::Element, .statement = kReceiver});
  add(library, {"operator<<"},  // QList<T>& << of a derived list
      {.role = Role::Insert, .statement = arg(0), .value = arg(1), .signature_has = "(QList<"});
  addMethods(library, {"QStringList", "QListSpecialMethods"}, {"join"},
             {.role = Role::TextJoin, .text = arg(0), .value = kReceiver});

  const Names maps = {"QMap", "QHash", "QMultiMap", "QMultiHash"};
  addMethods(library, maps, {"insert", "insertMulti", "replace"},
             {.role = Role::Insert, .statement = kReceiver, .index = arg(0), .value = arg(1), .min_args = 2});
  addMethods(library, maps, {"value", "operator[]", "take"},
             {.role = Role::Element, .statement = kReceiver, .index = arg(0)});
  addMethods(library, maps, {"find", "constFind"},
             {.role = Role::Element, .statement = kReceiver, .index = arg(0), .iterator = true});
  addMethods(library, maps, {"values"}, {.role = Role::Forward, .value = kReceiver});
  for (Names family : {sequences, maps}) {
    for (std::string_view name : family) {
      addConstructors(library, {name},
                      {.role = Role::Forward, .value = arg(0), .min_args = 1, .signature_has = "initializer_list"});
      addConstructors(library, {name}, {.role = Role::Pack, .bind_from = 0, .max_args = 0});
    }
    addMethods(library, family,
               {"begin", "end", "cbegin", "cend", "constBegin", "constEnd", "toList", "toVector", "toSet", "data",
                "constData"},
               {.role = Role::Forward, .value = kReceiver});
    addMethods(library, family, {"clear"}, {.role = Role::TextAssign, .statement = kReceiver, .literal = ""});
    addMethods(library, family, {"operator="}, {.role = Role::TextAssign, .text = arg(0), .statement = kReceiver});
    addMethods(library, family,
               {"size",    "count",  "length",   "isEmpty",   "empty",     "contains",    "indexOf",    "lastIndexOf",
                "reserve", "resize", "removeAt", "removeOne", "removeAll", "removeFirst", "removeLast", "remove",
                "erase",   "detach", "keys",     "key",       "squeeze",   "swap"},
               {.role = Role::Ignore});
  }
  addConstructors(library, {"QStringList"},
                  {.role = Role::Pack, .bind_from = 0, .max_args = 1, .signature_has = "(const QString &)"});
  addConstructors(library, {"QMapIterator", "QHashIterator", "QListIterator", "QVectorIterator"},
                  {.role = Role::Forward, .value = arg(0), .min_args = 1});
  addMethods(library, {"QMapIterator", "QHashIterator", "QListIterator", "QVectorIterator"},
             {"next", "value", "peekNext"}, {.role = Role::Element, .statement = kReceiver});
  const Names iterators = {
      "QList::iterator", "QList::const_iterator", "QTypedArrayData::iterator", "QTypedArrayData::const_iterator",
      "QMap::iterator",  "QMap::const_iterator",  "QHash::iterator",           "QHash::const_iterator",
      "QSet::iterator",  "QSet::const_iterator"};
  addMethods(library, iterators, {"operator*", "operator->", "value"}, {.role = Role::Element, .statement = kReceiver});
  addMethods(library, iterators, {"operator++", "operator--"}, {.role = Role::Forward, .value = kReceiver});
  add(library, {"QtPrivate::qMakeForeachContainer"}, {.role = Role::Forward, .value = arg(0)});
}

void addCalls(Library& library) {
  // connect(sender, SIGNAL(x), receiver, SLOT(y)) and the member form connect(sender, SIGNAL(x), SLOT(y)).
  add(library, {"QObject::connect"},
      {.role = Role::Connect,
       .statement = arg(0),
       .index = arg(1),
       .value = arg(3),
       .min_args = 5,
       .signature_has = "const char *, const QObject *, const char *",
       .object = arg(2)});
  add(library, {"QObject::connect"},
      {.role = Role::Connect,
       .statement = arg(0),
       .index = arg(1),
       .value = arg(2),
       .signature_has = "(const QObject *, const char *, const char *",
       .object = kReceiver});
  add(library, {"QObject::connect"},  // (sender, &S::signal, functor)
      {.role = Role::Connect, .statement = arg(0), .index = arg(1), .value = arg(2), .max_args = 3});
  add(library, {"QObject::connect"},  // (sender, &S::signal, receiver or context, slot or functor, type)
      {.role = Role::Connect, .statement = arg(0), .index = arg(1), .value = arg(3), .min_args = 4, .object = arg(2)});

  add(library, {"QTimer::singleShot"},  // (ms, receiver, SLOT)
      {.role = Role::Invoke, .value = arg(2), .bind_from = 99, .min_args = 3, .max_args = 3, .object = arg(1)});
  add(library, {"QTimer::singleShot"},  // (ms, timer type, receiver, SLOT)
      {.role = Role::Invoke, .value = arg(3), .bind_from = 99, .min_args = 4, .object = arg(2)});
  add(library, {"QTimer::singleShot"}, {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .max_args = 2});
  add(library, {"QMetaObject::invokeMethod"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 2, .signature_has = "const char *", .object = arg(0)});
  add(library, {"QMetaObject::invokeMethod"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 99, .object = arg(0)});
  // Q_ARG(type, value)
  addConstructors(library, {"QArgument", "QGenericArgument"}, {.role = Role::Forward, .value = arg(1), .min_args = 2});

  add(library, {"QtConcurrent::run"},
      {.role = Role::Invoke, .value = arg(1), .bind_from = 2, .signature_has = "(QThreadPool *"});
  add(library, {"QtConcurrent::run"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 1});
  add(library,
      {"QtConcurrent::map", "QtConcurrent::mapped", "QtConcurrent::filter", "QtConcurrent::filtered",
       "QtConcurrent::blockingMap", "QtConcurrent::blockingMapped", "QtConcurrent::blockingFilter",
       "QtConcurrent::blockingFiltered"},
      {.role = Role::InvokeEach, .statement = arg(0), .value = arg(1)});
  add(library, {"QFuture::result", "QFutureWatcher::result", "QFuture::takeResult"},
      {.role = Role::Forward, .value = kReceiver});
  add(library, {"QThread::create"}, {.role = Role::Invoke, .value = arg(0), .bind_from = 1});
  add(library, {"QThreadPool::start"},
      {.role = Role::Invoke, .value = arg(0), .bind_from = 99, .signature_has = "function"});
  add(library, {"std::for_each", "qDeleteAll"},
      {.role = Role::InvokeEach, .statement = arg(0), .value = arg(2), .min_args = 3});

  addIgnored(library, {"QObject::disconnect",
                       "QObject::setParent",
                       "QObject::deleteLater",
                       "QObject::objectName",
                       "QObject::setObjectName",
                       "QObject::parent",
                       "QObject::sender",
                       "QObject::moveToThread",
                       "QObject::blockSignals",
                       "QMessageLogger::debug",
                       "QMessageLogger::warning",
                       "QMessageLogger::info",
                       "QMessageLogger::critical",
                       "QMessageLogger::fatal",
                       "qDebug",
                       "qWarning",
                       "QMessageBox::critical",
                       "QMessageBox::warning",
                       "QMessageBox::information",
                       "QMessageBox::question"});
  add(library, {"QDebug::operator<<", "QDebug::nospace", "QDebug::noquote", "QDebug::space", "QDebug::quote"},
      {.role = Role::Forward, .value = kReceiver});
}

}  // namespace

Library qtCore() {
  Library library{.name = "Qt Core"};
  addConstructorsOfText(library);
  addBuilding(library);
  addVariants(library);
  addContainers(library);
  addCalls(library);
  return library;
}

}  // namespace touchgraph::models
