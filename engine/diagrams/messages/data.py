"""Sentences about data: objects, inputs and outputs, stores (BPMN 2.0.2 §10.4)."""

from collections.abc import Mapping

from engine.diagrams.messages.entry import Entry, entry

ENTRIES: Mapping[str, Entry] = {
    "data.missing": entry(
        "The data association leads to or from {end}, which holds no data.",
        "Draw the association anew.",
        "数据关联指向不含数据的 {end}。",
        "请重新绘制该数据关联。",
    ),
    "data.several_sources": entry(
        "The data association has several sources, but does not say how to combine them.",
        "Add a transformation (FEEL), or draw one association for each source.",
        "数据关联有多个来源，但没有说明如何合并。",
        "请添加转换（FEEL），或为每个来源单独画关联。",
    ),
    "data.store": entry(
        "The association with the data store {store} does not say what it moves.",
        "Add an assignment (from a FEEL value to the reference), or a data input that takes the row; or delete the association.",
        "与数据存储 {store} 的关联没有说明读写什么。",
        "请添加赋值（从 FEEL 值写到该引用），或用数据输入接收该行；或者删除该关联。",
    ),
    "data.store_unknown": entry(
        "This refers to a data store that is not declared: “{store}”.",
        "Declare it beside the processes (dataStore with the table's name), and name it by dataStoreRef of the reference.",
        "此处引用的数据存储“{store}”没有声明。",
        "请在流程之外声明 dataStore（名称即表名），并用引用的 dataStoreRef 指向它。",
    ),
    "data.store_name": entry(
        "“{store}” cannot be the name of a data store's table.",
        "Use small letters, digits and underscores, a letter first, at most 63 characters, for example handling_results.",
        "“{store}”不能作为数据存储的表名。",
        "请使用小写字母、数字和下划线，以字母开头，不超过 63 个字符，例如 handling_results。",
    ),
    "data.store_key": entry(
        "The data store is read or written here, but nothing says which row.",
        "Set the property key of the reference (zeebe:property), a FEEL expression such as =caseNumber.",
        "此处读写数据存储，但没有说明是哪一行。",
        "请设置引用的 key 属性（zeebe:property），填写 FEEL 表达式，例如 =caseNumber。",
    ),
    "data.store_side": entry(
        "The association with the data store {store} points the wrong way.",
        "Read by a data input association from the store, write by a data output association to it.",
        "与数据存储 {store} 的关联方向不对。",
        "读取用从存储出发的数据输入关联，写入用指向存储的数据输出关联。",
    ),
    "data.store_once": entry(
        "The association writes the row of {store} more than once.",
        "Keep one assignment with the whole row as a context, for example ={{street: street, year: year}}.",
        "该关联多次写入 {store} 的同一行。",
        "请只保留一个赋值，用上下文写整行，例如 ={{street: street, year: year}}。",
    ),
    "data.store_whole": entry(
        "“{to}” is not the row: a row of a data store is written whole.",
        "Assign to {reference}, with the whole row as a context.",
        "“{to}”不是该行：数据存储的行须整行写入。",
        "请赋值到 {reference}，并用上下文给出整行。",
    ),
    "data.store_collection": entry(
        "The data store {store} cannot hold the collection of a multi-instance activity.",
        "Read or write the row in a step of its own before or after; each instance may read and write a row.",
        "数据存储 {store} 不能作为多实例活动的集合。",
        "请在之前或之后的单独步骤中读写该行；每个实例可以各自读写一行。",
    ),
    "data.store_awaited": entry(
        "A receive task that starts the process cannot read a data store before its message.",
        "Read the row in the step after it.",
        "启动流程的接收任务不能在消息到达之前读取数据存储。",
        "请在其后的步骤中读取该行。",
    ),
    "data.store_twice": entry(
        "Another data store of this file ({first}) is named {store}, too, so both would be one table.",
        "Give each its own name, or refer to one of them from everywhere.",
        "本文件的另一个数据存储（{first}）也叫 {store}，二者会是同一张表。",
        "请分别命名，或都引用同一个数据存储。",
    ),
}
